package org.predictbench.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the model server that comes with this project. Stateless and thread-safe. */
public final class EmbeddedLauncher {

  /**
   * Makes oneDNN tell its instruction set, and a line for every kernel it makes but none it runs.
   */
  private static final String ONEDNN_VERBOSE = "profile_create";

  /**
   * The server's Java only hands bytes to the runtime and back, as the C++ server would. The first
   * compiler alone has it at full speed within seconds; the second would for a minute take time
   * from what is measured. One collector thread, likewise, for the little there is to collect.
   */
  private static final List<String> JVM_FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** Would bend what a config says if they came in from our own environment. */
  private static final Set<String> NOT_INHERITED =
      Set.of(
          "TF_ENABLE_ONEDNN_OPTS",
          "ONEDNN_MAX_CPU_ISA",
          "DNNL_MAX_CPU_ISA",
          "ONEDNN_CPU_ISA_HINTS",
          "DNNL_CPU_ISA_HINTS",
          "DNNL_VERBOSE",
          "ONEDNN_DEFAULT_FPMATH_MODE",
          "OMP_NUM_THREADS",
          "TF_NUM_INTRAOP_THREADS",
          "TF_NUM_INTEROP_THREADS",
          "TF_XLA_FLAGS");

  private static final int QUOTED_LOG_LINES = 10;

  private final ProcessLauncher processes;

  public EmbeddedLauncher() {
    this(ProcessLauncher.SYSTEM);
  }

  EmbeddedLauncher(ProcessLauncher processes) {
    this.processes = processes;
  }

  /**
   * Starts a server and returns when it accepts calls.
   *
   * @throws IllegalArgumentException if the config is not of kind embedded
   * @throws ServerStartException if it dies or is not ready in time; quotes the end of its log
   * @throws IOException if the process cannot be started at all
   * @throws InterruptedException if interrupted while waiting; as with every failure, the server is
   *     stopped before this is thrown
   */
  public RunningServer start(ServerConfig config, LaunchSpec spec)
      throws IOException, InterruptedException {
    Build build =
        config
            .build()
            .orElseThrow(
                () ->
                    new IllegalArgumentException("server '" + config.name() + "' is not embedded"));
    Path folder = TemporaryFolders.create();
    Optional<ServerTarget> unixTarget;
    ProcessLauncher.Command command;
    Process started;
    long startNanos;
    try {
      unixTarget =
          config.listen().uds()
              ? Optional.of(new ServerTarget.Unix(folder.resolve("s.sock")))
              : Optional.empty();
      command = command(config, build, spec, folder);
      startNanos = System.nanoTime();
      started = processes.start(command);
    } catch (IOException | RuntimeException e) {
      TemporaryFolders.delete(folder);
      throw e;
    }
    ServerProcess process = new ServerProcess(started, folder);
    try {
      ServerOutput output = ServerOutput.follow(started.getInputStream());
      ReadyLine ready = awaitReady(output, spec, started);
      Duration startUp = Duration.ofNanos(System.nanoTime() - startNanos);
      return new RunningServer(config, process, output, command, ready, startUp, unixTarget);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static ProcessLauncher.Command command(
      ServerConfig config, Build build, LaunchSpec spec, Path folder) {
    List<String> line = new ArrayList<>();
    line.add(spec.java().toString());
    line.addAll(JVM_FLAGS);
    line.addAll(spec.jvmArgs());
    spec.nativeCache().ifPresent(cache -> line.add("-Dorg.bytedeco.javacpp.cachedir=" + cache));
    line.addAll(List.of("-jar", spec.jar().toString(), "--port=0"));
    if (config.listen().uds()) {
      line.add("--grpc_socket_path=" + folder.resolve("s.sock"));
    }
    line.add("--model_name=" + spec.modelName());
    line.add("--model_base_path=" + spec.modelBasePath().toAbsolutePath());
    line.add("--tensorflow_intra_op_parallelism=" + config.threads().intraOp());
    line.add("--tensorflow_inter_op_parallelism=" + config.threads().interOp());
    line.addAll(List.of("--exit_on_stdin_eof", "--enable_diagnostics"));
    // Somebody waits: TensorFlow Serving itself would try for minutes, or wait for a first version.
    line.addAll(List.of("--fail_if_zero_versions_at_startup", "--max_num_load_retries=0"));
    line.addAll(spec.extraFlags());
    Map<String, String> environment = new TreeMap<>(build.environment());
    environment.put("ONEDNN_VERBOSE", ONEDNN_VERBOSE);
    return new ProcessLauncher.Command(line, environment, NOT_INHERITED, spec.log());
  }

  private static ReadyLine awaitReady(ServerOutput output, LaunchSpec spec, Process process)
      throws ServerStartException, InterruptedException {
    try {
      return output.ready().get(spec.readyWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String limit = Durations.format(spec.readyWithin());
      throw failure("model server was not ready within " + limit, spec.log(), e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof EOFException)) {
        String problem = "model server's READY line cannot be read: " + e.getCause().getMessage();
        throw failure(problem, spec.log(), e.getCause());
      }
      // Stdout ends a moment before the process does.
      boolean exited = process.waitFor(1, TimeUnit.SECONDS);
      String how = exited ? "exited with status " + process.exitValue() : "closed its stdout";
      throw failure("model server " + how + " before it was ready", spec.log(), e.getCause());
    }
  }

  private static ServerStartException failure(String problem, Path log, Throwable cause) {
    return new ServerStartException(problem + "; end of its log " + log + ":\n" + tail(log), cause);
  }

  private static String tail(Path log) {
    try {
      // Not readString: a dying runtime may leave bytes that are no UTF-8.
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      int from = Math.max(0, lines.size() - QUOTED_LOG_LINES);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }
}
