package org.predictbench.bench.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.predictbench.bench.files.DidYouMean;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.process.PlainOutput;
import org.predictbench.bench.result.RunStopped;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

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
      TuneCommand.class,
      ProfileCommand.class,
      DescribeCommand.class,
      CheckClientCommand.class,
      ClassCacheCommand.class,
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

  /** A gate could not decide. */
  public static final int UNDECIDED = 3;

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
    CommandLine commandLine = commandLine();
    try {
      return commandLine.execute(args);
    } catch (LinkageError | OutOfMemoryError e) {
      // A library that cannot be loaded here, or a heap too small: for the user to mend.
      commandLine.getErr().println("error: " + Failures.text(e));
      return FAILED;
    }
  }

  /**
   * Checks that a first argument that is JMH's was not meant for us.
   *
   * @throws InputException if it is a plain word that selects no benchmark
   */
  public static void requireMeantForJmh(String argument) {
    if (argument.matches("[A-Za-z][a-zA-Z-]*") && !JmhArguments.selects(argument)) {
      Set<String> commands = commandLine().getSubcommands().keySet();
      throw new InputException(
          "unknown command '%s'%s; known: %s; JMH has no benchmark of that name either"
              .formatted(
                  argument, DidYouMean.hint(argument, commands), String.join(", ", commands)));
    }
  }

  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Cli())
            .setOut(PlainOutput.writer(System.out))
            .setErr(PlainOutput.writer(System.err));
    commandLine.registerConverter(Path.class, Cli::path).registerConverter(URI.class, Cli::uri);
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
              failed.getErr().println("error: " + Failures.text(failure));
              return Failures.exitCode(failure);
            });
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(FailureText.of(e));
    }
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new TypeConversionException("'%s' is no URL: %s".formatted(text, e.getReason()));
    }
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
}
