package org.predictbench.server.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.predictbench.server.config.Batching;
import org.predictbench.server.config.Build;
import org.predictbench.server.config.Kind;
import org.predictbench.server.config.Listen;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.Threads;
import org.predictbench.server.container.DockerSpec;

/** Launches {@link FakeServer} where the model server's jar would be run. */
public final class FakeServers {

  public static final ServerConfig CONFIG =
      ServerConfig.embedded("test", "for tests", Build.AVX2, new Threads(2, 1));

  public static final ServerConfig CONTAINER =
      new ServerConfig(
              "contained",
              "for tests",
              Kind.EMBEDDED,
              Optional.of(Build.AVX2),
              Optional.empty(),
              new Threads(2, 1),
              new Batching(true, 8, 500, 2),
              new Listen(true, true, true),
              List.of("--grpc_max_threads=4"),
              Optional.empty())
          .inContainer("tensorflow/serving:test");

  private FakeServers() {}

  public static DockerSpec docker(Path program, Path log) {
    return new DockerSpec(program.toString(), "m", Path.of("/host/m"), log, Duration.ofSeconds(10));
  }

  public static LaunchSpec spec(Path log) {
    return LaunchSpec.of(Path.of("model-server.jar"), "m", Path.of("/models/m"), log)
        .withReadyWithin(Duration.ofSeconds(30));
  }

  public static EmbeddedLauncher launcher(String behaviour) {
    return launcher(behaviour, started -> {});
  }

  public static EmbeddedLauncher launcher(String behaviour, Consumer<Process> onStart) {
    return new EmbeddedLauncher(
        command -> {
          Process process =
              ProcessLauncher.SYSTEM.start(
                  new ProcessLauncher.Command(
                      javaLine(behaviour),
                      command.environment(),
                      command.unset(),
                      command.stderr()));
          onStart.accept(process);
          return process;
        });
  }

  public static List<String> javaLine(String behaviour) {
    return JavaCommand.of(
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        FakeServer.class.getName(),
        behaviour);
  }
}
