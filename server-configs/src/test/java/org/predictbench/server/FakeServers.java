package org.predictbench.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Launches {@link FakeServer} where the model server's jar would be run. */
final class FakeServers {

  static final ServerConfig CONFIG =
      ServerConfig.embedded("test", "for tests", Build.AVX2, new Threads(2, 1));

  static final ServerConfig CONTAINER =
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

  static DockerSpec docker(Path program, Path log) {
    return new DockerSpec(program.toString(), "m", Path.of("/host/m"), log, Duration.ofSeconds(10));
  }

  static LaunchSpec spec(Path log) {
    return LaunchSpec.of(Path.of("model-server.jar"), "m", Path.of("/models/m"), log)
        .withReadyWithin(Duration.ofSeconds(30));
  }

  static EmbeddedLauncher launcher(String behaviour) {
    return launcher(behaviour, started -> {});
  }

  static EmbeddedLauncher launcher(String behaviour, Consumer<Process> onStart) {
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

  static List<String> javaLine(String behaviour) {
    return JavaCommand.of(
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        FakeServer.class.getName(),
        behaviour);
  }
}
