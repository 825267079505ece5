package org.predictbench.bench.cli;

import static java.lang.ProcessBuilder.Redirect.INHERIT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.predictbench.bench.bundle.BundledServerJar;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.process.JvmFlags;
import org.predictbench.server.launch.JavaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = ServeCommand.NAME,
    description = {
      "Runs the embedded model server in the foreground, with the flags of tensorflow_model_server.",
      "",
      "  serve --port=8500 --model_name=resnet --model_base_path=/models/resnet",
      "  serve --help    all flags",
      "  serve --print compose native-tuned --model_name=m --model_base_path=models/m",
      "                  the same for TensorFlow Serving's own image, by a server config",
      ""
    })
final class ServeCommand implements Callable<Integer> {
  static final String NAME = "serve";

  @Option(
      names = "--print",
      paramLabel = "FORM",
      description = "docker, compose or kubernetes: say how, and serve nothing; CONFIG comes first")
  private String form;

  // Whatever follows belongs to the server, unknown options included.
  @Parameters(arity = "0..*", paramLabel = "FLAGS", description = "passed on unchanged")
  private List<String> flags = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (form != null) {
      System.out.print(ServingElsewhere.print(form, flags));
      return Cli.OK;
    }
    Caches caches = Caches.ofUser();
    List<String> command =
        JavaCommand.of("-Dorg.bytedeco.javacpp.cachedir=" + caches.nativeLibraries());
    command.addAll(JvmFlags.forNativeLibraries());
    command.addAll(List.of("-jar", BundledServerJar.path(caches).toString()));
    // Its stdin is a pipe from us, which ends when we do, however we end.
    command.add("--exit_on_stdin_eof");
    command.addAll(flags);
    if (flags.contains("--help")) {
      return help(command);
    }
    Process server =
        new ProcessBuilder(command).redirectOutput(INHERIT).redirectError(INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    return server.waitFor();
  }

  /** Ours, then the server's own, which is the same with every way to start it. */
  private int help(List<String> command) throws IOException, InterruptedException {
    Process server = new ProcessBuilder(command).redirectError(INHERIT).start();
    String flags = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    spec.commandLine().usage(spec.commandLine().getOut());
    spec.commandLine().getOut().println(flags.replaceFirst("Usage: model-server", "\nFLAGS:"));
    return server.waitFor();
  }
}
