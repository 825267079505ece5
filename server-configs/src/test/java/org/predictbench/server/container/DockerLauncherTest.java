package org.predictbench.server.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.launch.FakeServers;
import org.predictbench.server.launch.ServerStartException;

/** With a fake {@code docker} that records its calls: no container is ever started. */
@Timeout(60)
class DockerLauncherTest {

  private static final String FAKE =
      """
      #!/bin/sh
      # Records each call. One container at a time: it runs until the file 'stopped' appears.
      here=$(dirname "$0")
      echo "$*" >> "$here/calls"
      case "$1" in
        image) test -e "$here/image" && echo 'sha256:1 ["tensorflow/serving@sha256:2"]' ;;
        pull) touch "$here/image" ;;
        run)
          test -e "$here/dies" && { echo 'no such model' >&2; exit 3; }
          echo 'onednn_verbose,v1,info,cpu,isa:Intel AVX2'
          echo 'Running gRPC ModelServer' >&2
          touch "$here/running"
          # Nor does it outlive the folder of its test.
          while test -d "$here" && ! test -e "$here/stopped"; do sleep 0.05; done ;;
        port) test -e "$here/running" && echo "127.0.0.1:4${3%/tcp}" ;;
        stop) test -e "$here/stubborn" || touch "$here/stopped" ;;
        rm) touch "$here/stopped" ;;
      esac
      """;

  @TempDir Path dir;

  private Path docker;

  @BeforeEach
  void writeFake() throws IOException {
    docker = dir.resolve("docker");
    Files.writeString(docker, FAKE);
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void runsServesTellsAndRemoves() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    DockerLauncher launcher =
        new DockerLauncher(
            (target, model) -> {
              assertThat(target).hasToString("127.0.0.1:48500");
              return asked.incrementAndGet() < 3 ? OptionalLong.empty() : OptionalLong.of(7);
            });

    RunningContainer server = launcher.start(FakeServers.CONTAINER, spec());

    assertThat(asked).hasValue(3);
    assertThat(server.restTarget()).contains(ServerTarget.parse("127.0.0.1:48501"));
    String name = (String) server.facts().get("container");
    assertThat(server.facts())
        .containsEntry("image", "tensorflow/serving:test")
        .containsEntry("image_id", "sha256:1")
        .containsEntry("image_digests", "[\"tensorflow/serving@sha256:2\"]")
        .containsEntry("model_version", 7L)
        .containsEntry("isa_taken", "Intel AVX2");
    assertThat(calls()).contains("pull --quiet tensorflow/serving:test");
    assertThat(call("run"))
        .startsWith(
            "run --rm --init --name %s --label org.predictbench --env ONEDNN_VERBOSE=profile_create"
                    .formatted(name)
                + " --publish 127.0.0.1::8500 --publish 127.0.0.1::8501"
                + " --mount type=bind,source=/host/m,target=/models/m,readonly"
                + " --mount type=bind,source=")
        .endsWith(
            "/batching.pbtxt,target=/config/batching.pbtxt,readonly"
                + " --env ONEDNN_MAX_CPU_ISA=AVX2 --env TF_ENABLE_ONEDNN_OPTS=1"
                + " --entrypoint tensorflow_model_server tensorflow/serving:test"
                + " --port=8500 --rest_api_port=8501"
                + " --model_name=m --model_base_path=/models/m"
                + " --tensorflow_intra_op_parallelism=2 --tensorflow_inter_op_parallelism=1"
                + " --enable_batching --batching_parameters_file=/config/batching.pbtxt"
                + " --grpc_max_threads=4");

    server.close();
    server.close();
    assertThat(calls().stream().filter(call -> call.startsWith("stop")))
        .containsExactly("stop --time 3 " + name);
    assertThat(server.log()).content().contains("Running gRPC ModelServer");
  }

  @Test
  void removesWhatDoesNotStop() throws Exception {
    Files.createFile(dir.resolve("stubborn"));
    RunningContainer server = ready().start(FakeServers.CONTAINER, spec());
    server.close();
    assertThat(call("rm")).isEqualTo("rm --force " + server.facts().get("container"));
  }

  @Test
  void deathQuotesTheLogAndLeavesNothing() throws Exception {
    Files.createFile(dir.resolve("dies"));
    assertThatThrownBy(() -> ready().start(FakeServers.CONTAINER, spec()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("container exited with status 3 before it was ready")
        .hasMessageContaining("no such model");
    assertThat(call("stop")).isNotEmpty();
  }

  @Test
  void notReadyInTimeIsStopped() throws Exception {
    DockerLauncher never = new DockerLauncher((target, model) -> OptionalLong.empty());
    DockerSpec spec =
        new DockerSpec(docker.toString(), "m", dir, dir.resolve("log"), Duration.ofMillis(500));
    assertThatThrownBy(() -> never.start(FakeServers.CONTAINER, spec))
        .hasMessageContaining("container was not ready within 500 ms");
    assertThat(dir.resolve("stopped")).exists();
  }

  @Test
  void withoutTheProgramItSaysSo() {
    DockerSpec spec = FakeServers.docker(dir.resolve("none"), dir.resolve("log"));
    assertThatThrownBy(() -> ready().start(FakeServers.CONTAINER, spec))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(dir.resolve("none").toString());
  }

  @Test
  void isRemovedWhenWeAreKilled() throws Exception {
    List<String> line = new ArrayList<>(FakeServers.javaLine("parent-of-container"));
    line.add(1, "-Djava.io.tmpdir=" + dir);
    line.addAll(List.of(docker.toString(), dir.resolve("log").toString()));
    Process parent = new ProcessBuilder(line).inheritIO().start();
    try {
      await("the container is ready")
          .atMost(Duration.ofMinutes(1))
          .failFast("the parent has ended", () -> !parent.isAlive())
          .until(() -> Files.exists(dir.resolve("running")) && count("port") >= 2);
      parent.destroyForcibly().waitFor();
      await("the container is stopped")
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.exists(dir.resolve("stopped")));
      assertThat(call("rm")).startsWith("rm --force predictbench-");
    } finally {
      parent.destroyForcibly();
    }
  }

  private long count(String command) throws IOException {
    return calls().stream().filter(call -> call.startsWith(command)).count();
  }

  private static DockerLauncher ready() {
    return new DockerLauncher((target, model) -> OptionalLong.of(1));
  }

  private DockerSpec spec() {
    return FakeServers.docker(docker, dir.resolve("server.log"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(dir.resolve("calls"));
  }

  private String call(String command) throws IOException {
    return calls().stream().filter(call -> call.startsWith(command)).findFirst().orElseThrow();
  }
}
