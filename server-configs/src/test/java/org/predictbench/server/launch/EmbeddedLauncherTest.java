package org.predictbench.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.server.config.Build;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerConfigs;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.config.Threads;

@Timeout(60)
class EmbeddedLauncherTest {

  @TempDir Path dir;

  @Test
  void startsTellsAndStops() throws Exception {
    RunningServer server = FakeServers.launcher("ready").start(FakeServers.CONFIG, spec());
    ServerFacts facts = server.facts();
    assertThat(server.isAlive()).isTrue();
    assertThat(server.tcpTarget()).hasToString("127.0.0.1:8500");
    assertThat(facts.modelVersion()).isEqualTo(7);
    assertThat(facts.tensorflow()).isEqualTo("2.18.0");
    assertThat(facts.isaTaken()).contains("Intel AVX2");
    assertThat(facts.oneDnn()).isTrue();
    assertThat(facts.startUp()).isPositive();
    assertThat(server.stubModel()).contains("m.stub");
    assertThat(facts.environment())
        .containsEntry("ONEDNN_MAX_CPU_ISA", "AVX2")
        .containsEntry("TF_ENABLE_ONEDNN_OPTS", "1")
        .containsKey("ONEDNN_VERBOSE");
    assertThat(server.peakResidentBytes().orElseThrow()).isGreaterThan(1 << 20);

    Path folder = socketFolder(server);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    server.close();
    server.close();
    assertThat(server.isAlive()).isFalse();
    assertThat(ProcessHandle.of(facts.pid())).isEmpty();
    assertThat(folder).doesNotExist();
    assertThat(server.log()).exists();
    assertThat(server.peakResidentBytes()).isEmpty();
  }

  @Test
  void commandLineSaysWhatTheConfigSays() throws Exception {
    List<ProcessLauncher.Command> asked = new ArrayList<>();
    EmbeddedLauncher launcher =
        new EmbeddedLauncher(
            command -> {
              asked.add(command);
              return new FakeProcess("READY {\"port\":1}\n");
            });
    LaunchSpec spec =
        spec()
            .withJava(Path.of("/jdk/bin/java"))
            .withJvmArgs(List.of("-Xmx1g"))
            .withNativeCache(Path.of("/cache"))
            .withExtraFlags(List.of("--file_system_poll_wait_seconds=0"));
    try (RunningServer server = launcher.start(FakeServers.CONFIG, spec)) {
      String socket = server.unixTarget().orElseThrow().toString().substring("unix:".length());
      assertThat(asked.get(0).line())
          .isEqualTo(server.facts().command())
          .containsExactly(
              "/jdk/bin/java",
              "-XX:+UseSerialGC",
              "-Xmx1g",
              "-Dorg.bytedeco.javacpp.cachedir=/cache",
              "-jar",
              "model-server.jar",
              "--port=0",
              "--grpc_socket_path=" + socket,
              "--model_name=m",
              "--model_base_path=/models/m",
              "--tensorflow_intra_op_parallelism=2",
              "--tensorflow_inter_op_parallelism=1",
              "--exit_on_stdin_eof",
              "--enable_diagnostics",
              "--fail_if_zero_versions_at_startup",
              "--max_num_load_retries=0",
              "--file_system_poll_wait_seconds=0");
    }
  }

  @Test
  void flagsThatTheCommandLineDoesNotShowAreNotInherited() throws Exception {
    List<ProcessLauncher.Command> asked = new ArrayList<>();
    EmbeddedLauncher launcher =
        new EmbeddedLauncher(
            command -> {
              asked.add(command);
              return new FakeProcess("READY {\"port\":1}\n");
            });
    launcher.start(FakeServers.CONFIG, spec()).close();
    assertThat(asked.get(0).unset())
        .contains("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
  }

  /** A JVM that refuses its flags writes to stdout, and nothing to its log. */
  @Test
  void deathQuotesWhatTheJvmSaid() {
    EmbeddedLauncher launcher =
        new EmbeddedLauncher(
            command ->
                new FakeProcess(
                    """
                    Error occurred during initialization of VM
                    Conflicting collector combinations in option list
                    """));
    assertThatThrownBy(() -> launcher.start(FakeServers.CONFIG, spec()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("before it was ready (Conflicting collector combinations");
  }

  @Test
  void deathQuotesTheLog() {
    assertThatThrownBy(() -> FakeServers.launcher("dies").start(FakeServers.CONFIG, spec()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("exited with status 3 before it was ready")
        .hasMessageContaining("Failed to start server. Error: no such model");
  }

  @Test
  void aBuildThatTheRuntimePassedOverIsAFailure() throws Exception {
    ServerConfig bf16 = ServerConfig.embedded("b", "for tests", Build.BF16, Threads.DEFAULT);
    assertThatThrownBy(() -> FakeServers.launcher("ready").start(bf16, spec()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageStartingWith("build 'bf16': the runtime passed over oneDNN's operations in");
    try (RunningServer server = FakeServers.launcher("rewrites").start(bf16, spec())) {
      assertThat(server.facts().evidence()).contains("Converted 7/9 nodes to bfloat16 precision");
    }
  }

  @Test
  void batchingRestAndFlagsReachTheServer() throws Exception {
    ServerConfig config = ServerConfigs.load("native-intra2-inter1-batch8-wait500us-workers2");
    List<String> line = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    EmbeddedLauncher launcher =
        new EmbeddedLauncher(
            command -> {
              line.addAll(command.line());
              for (String flag : command.line()) {
                if (flag.startsWith("--batching_parameters_file=")) {
                  parameters.addAll(Files.readAllLines(Path.of(flag.split("=", 2)[1])));
                }
              }
              return new FakeProcess("READY {\"port\":1,\"rest_port\":2}\n");
            });
    try (RunningServer server = launcher.start(config, spec())) {
      assertThat(server.restTarget()).contains(ServerTarget.parse("127.0.0.1:2"));
    }
    assertThat(line).contains("--enable_batching");
    assertThat(parameters)
        .containsExactly(
            "max_batch_size { value: 8 }",
            "batch_timeout_micros { value: 500 }",
            "num_batch_threads { value: 2 }");
  }

  @Test
  void notReadyInTimeLeavesNoProcess() throws Exception {
    List<Process> started = new ArrayList<>();
    EmbeddedLauncher launcher = FakeServers.launcher("never-ready", started::add);
    LaunchSpec spec = spec().withReadyWithin(Duration.ofSeconds(1));
    assertThatThrownBy(() -> launcher.start(FakeServers.CONFIG, spec))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("was not ready within 1 s");
    assertThat(started.get(0).isAlive()).isFalse();
  }

  @Test
  void garbledReadyLineIsToldAndLeavesNoProcess() throws Exception {
    List<Process> started = new ArrayList<>();
    assertThatThrownBy(
            () -> FakeServers.launcher("garbled", started::add).start(FakeServers.CONFIG, spec()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("READY line cannot be read: not JSON: 'READY {port'");
    assertThat(started.get(0).isAlive()).isFalse();
  }

  @Test
  void killsWhatIgnoresSigterm() throws Exception {
    RunningServer server = FakeServers.launcher("stubborn").start(FakeServers.CONFIG, spec());
    long start = System.nanoTime();
    server.close();
    assertThat(server.isAlive()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(2900), Duration.ofSeconds(8));
  }

  @Test
  void diesWithItsKilledParent() throws Exception {
    Path pidFile = dir.resolve("pid");
    List<String> line = new ArrayList<>(FakeServers.javaLine("parent"));
    // What a killed JVM cannot tidy up then goes with this test's folder.
    line.add(1, "-Djava.io.tmpdir=" + dir);
    line.addAll(List.of(pidFile.toString(), dir.resolve("child.log").toString()));
    Process parent = new ProcessBuilder(line).inheritIO().start();
    try {
      await("the parent's server is ready")
          .atMost(Duration.ofMinutes(1))
          .failFast("the parent has ended", () -> !parent.isAlive())
          .until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
      ProcessHandle child =
          ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      parent.destroyForcibly().waitFor();
      child.onExit().get(5, TimeUnit.SECONDS);
      assertThat(child.isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void failureToStartLeavesNothing() {
    List<Path> folders = new ArrayList<>();
    EmbeddedLauncher launcher =
        new EmbeddedLauncher(
            command -> {
              command.line().stream()
                  .filter(flag -> flag.startsWith("--grpc_socket_path="))
                  .map(flag -> Path.of(flag.substring(flag.indexOf('=') + 1)).getParent())
                  .forEach(folders::add);
              throw new IOException("no such program");
            });
    assertThatThrownBy(() -> launcher.start(FakeServers.CONFIG, spec()))
        .hasMessage("no such program");
    assertThat(folders).hasSize(1).allSatisfy(folder -> assertThat(folder).doesNotExist());
  }

  @Test
  void externalConfigIsNotStarted() {
    ServerConfig external = ServerConfig.external(ServerTarget.parse("host:1"));
    assertThatThrownBy(() -> new EmbeddedLauncher().start(external, spec()))
        .hasMessage("server 'host:1' is not embedded");
  }

  private LaunchSpec spec() {
    return FakeServers.spec(dir.resolve("server.log"));
  }

  private static Path socketFolder(RunningServer server) {
    Optional<ServerTarget> target = server.unixTarget();
    return ((ServerTarget.Unix) target.orElseThrow()).path().getParent();
  }

  /** Has said what it says and runs until it is destroyed. */
  private static final class FakeProcess extends Process {
    private final InputStream stdout;
    private boolean alive = true;

    FakeProcess(String stdout) {
      this.stdout = new ByteArrayInputStream(stdout.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return stdout;
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public long pid() {
      return 42;
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public int exitValue() {
      if (alive) {
        throw new IllegalThreadStateException();
      }
      return 0;
    }

    @Override
    public void destroy() {
      alive = false;
    }
  }
}
