package org.predictbench.bench.cli;

import java.io.UncheckedIOException;
import org.predictbench.bench.result.RunStopped;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The commands and how their failures reach the user: one line, and an exit code. */
@Command(
    name = "benchmarks.jar",
    description = {
      "Shows what each known optimisation of a TensorFlow Serving Predict call is worth here.",
      "",
      "Without arguments: 'run ladder', the whole story on the embedded server.",
      "Arguments that name no command below go to JMH unchanged: -l, -h, PATTERN -prof gc, ..."
    },
    versionProvider = Cli.Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      RunCommand.class,
      LoadCommand.class,
      ProfileCommand.class,
      DescribeCommand.class,
      RecordCommand.class,
      WarmupCommand.class,
      ListCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      ResultsCommand.class,
      ServeCommand.class,
      ExportModelCommand.class,
      HelpCommand.class
    })
public final class Cli {
  /** All went well. */
  public static final int OK = 0;

  /** The run failed its own checks. */
  public static final int FAILED = 1;

  /** The arguments, or what they name, cannot be used. */
  public static final int UNUSABLE = 2;

  // Not -h and -V as elsewhere: what is no command is JMH's.
  @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean helpRequested;

  @Option(names = "--version", versionHelp = true, description = "Print version and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean versionRequested;

  private Cli() {}

  /** Whether a first argument is ours rather than JMH's. */
  public static boolean knows(String argument) {
    CommandLine commandLine = commandLine();
    return commandLine.getSubcommands().containsKey(argument)
        || commandLine.getCommandSpec().findOption(argument) != null;
  }

  /** Runs a command; never throws. */
  public static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Cli());
    // Flags after 'serve' are the server's, which knows better than we which are wrong.
    commandLine
        .getSubcommands()
        .get(ServeCommand.NAME)
        .setUnmatchedOptionsArePositionalParams(true);
    return commandLine
        .setParameterExceptionHandler(Cli::refuse)
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              if (failure instanceof RunStopped) {
                // The run has printed its reason already.
                return FAILED;
              }
              failed.getErr().println("error: " + message(failure));
              return failure instanceof IllegalArgumentException ? UNUSABLE : FAILED;
            });
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Cli.class.getPackage().getImplementationVersion();
      return new String[] {"predictbench " + (version == null ? "(not from a jar)" : version)};
    }
  }

  private static int refuse(ParameterException refused, String[] args) {
    CommandLine commandLine = refused.getCommandLine();
    commandLine
        .getErr()
        .printf(
            "error: %s (see: help %s)%n",
            refused.getMessage(),
            commandLine.getCommandName().replace("benchmarks.jar", "").strip());
    return UNUSABLE;
  }

  private static String message(Exception thrown) {
    // Its own message begins with the name of a class.
    Exception failure = thrown instanceof UncheckedIOException e ? e.getCause() : thrown;
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
