package org.predictbench.server.launch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.predictbench.server.config.Build;
import org.predictbench.server.config.Jvm;
import org.predictbench.server.config.Kind;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.config.ServingFlags;
import org.predictbench.serving.ReadyLine;

/** Starts the model server that comes with this project. Stateless and thread-safe. */
public final class EmbeddedLauncher {

  /**
   * Makes oneDNN tell its instruction set, and a line for every kernel it makes but none it runs.
   */
  public static final String ONEDNN_VERBOSE = "profile_create";

  /** One thread will do for the little that there is to collect. */
  private static final String ONE_COLLECTOR_THREAD = "-XX:+UseSerialGC";

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
          "TF_XLA_FLAGS",
          // Would keep the runtime from saying what it did.
          "TF_CPP_MIN_LOG_LEVEL");

  private static final String BATCHING = "batching.pbtxt";

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
   * @throws ServerStartException if it dies, is not ready in time, or passes over the code path of
   *     its build; quotes the end of its log
   * @throws IOException if the process cannot be started at all
   * @throws InterruptedException if interrupted while waiting; as with every failure, the server is
   *     stopped before this is thrown
   */
  public RunningServer start(ServerConfig config, LaunchSpec spec)
      throws IOException, InterruptedException {
    if (config.kind() != Kind.EMBEDDED) {
      throw new IllegalArgumentException("server '" + config.name() + "' is not embedded");
    }
    Build build = config.build().orElseThrow();
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
      if (config.batching().enabled()) {
        Files.writeString(folder.resolve(BATCHING), config.batching().parameters());
      }
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
      requireEvidence(build, spec.log());
      return new RunningServer(config, process, output, command, ready, startUp, unixTarget);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static ProcessLauncher.Command command(
      ServerConfig config, Build build, LaunchSpec spec, Path folder) {
    List<String> line = new ArrayList<>();
    Jvm jvm = config.jvm();
    line.add((jvm.home().isEmpty() ? spec.java() : Jdk.of(jvm).executable()).toString());
    line.addAll(JavaCommand.inherited());
    if (!jvm.choosesCollector()) {
      line.add(ONE_COLLECTOR_THREAD);
    }
    line.addAll(spec.jvmArgs());
    line.addAll(jvm.args());
    spec.nativeCache().ifPresent(cache -> line.add("-Dorg.bytedeco.javacpp.cachedir=" + cache));
    line.addAll(List.of("-jar", spec.jar().toString(), "--port=0"));
    if (config.listen().uds()) {
      line.add("--grpc_socket_path=" + folder.resolve("s.sock"));
    }
    if (config.listen().rest()) {
      line.add("--rest_api_port=-1");
    }
    line.addAll(
        ServingFlags.of(
            config,
            spec.modelName(),
            spec.modelBasePath().toAbsolutePath().toString(),
            folder.resolve(BATCHING).toString()));
    line.addAll(List.of("--exit_on_stdin_eof", "--enable_diagnostics"));
    // Somebody waits: TensorFlow Serving itself would try for minutes, or wait for a first version.
    line.addAll(List.of("--fail_if_zero_versions_at_startup", "--max_num_load_retries=0"));
    line.addAll(spec.extraFlags());
    Map<String, String> environment = new TreeMap<>(build.environment());
    environment.put("ONEDNN_VERBOSE", ONEDNN_VERBOSE);
    Set<String> unset = new HashSet<>(NOT_INHERITED);
    unset.addAll(JavaCommand.FLAG_VARIABLES);
    return new ProcessLauncher.Command(line, environment, unset, spec.log());
  }

  /** By now the runtime has run the model once, on zeros. */
  private static void requireEvidence(Build build, Path log) throws ServerStartException {
    if (build.needsEvidence() && build.evidence(Logs.read(log)).isEmpty()) {
      String problem =
          "build '%s': the runtime passed over %s on this CPU and model"
              .formatted(build.label(), build.description());
      throw Logs.failure(problem, log, null);
    }
  }

  private static ReadyLine awaitReady(ServerOutput output, LaunchSpec spec, Process process)
      throws ServerStartException, InterruptedException {
    try {
      return output.ready().get(spec.readyWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String limit = Durations.format(spec.readyWithin());
      throw Logs.failure("model server was not ready within " + limit, spec.log(), e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof EOFException)) {
        String problem = "model server's READY line cannot be read: " + e.getCause().getMessage();
        throw Logs.failure(problem, spec.log(), e.getCause());
      }
      // Stdout ends a moment before the process does.
      boolean exited = process.waitFor(1, TimeUnit.SECONDS);
      String how = exited ? RunningServer.ending(process.exitValue()) : "closed its stdout";
      // A JVM that refuses its flags says so on stdout.
      String words = output.lastWords().map(said -> " (" + said + ")").orElse("");
      throw Logs.failure(
          "model server " + how + " before it was ready" + words, spec.log(), e.getCause());
    }
  }
}
