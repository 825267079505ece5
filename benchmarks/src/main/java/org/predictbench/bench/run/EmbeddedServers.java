package org.predictbench.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.predictbench.bench.bundle.BundledServerJar;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.bundle.ModelExporter;
import org.predictbench.bench.result.Redaction;
import org.predictbench.client.Target;
import org.predictbench.client.Transport;
import org.predictbench.server.EmbeddedLauncher;
import org.predictbench.server.LaunchSpec;
import org.predictbench.server.RunningServer;
import org.predictbench.server.ServerConfig;
import org.predictbench.server.ServerConfigs;
import org.predictbench.server.ServerFacts;

/** Starts the embedded server with a config and a model, shipped or the user's. */
final class EmbeddedServers {
  private static final String UNAVAILABLE = "unavailable";

  private final Caches caches;
  private final List<String> jvmFlags;
  private final Map<Path, String> modelHashes = new ConcurrentHashMap<>();

  private EmbeddedServers(Caches caches, List<String> jvmFlags) {
    this.caches = caches;
    this.jvmFlags = jvmFlags;
  }

  static EmbeddedServers ofUser() {
    return new EmbeddedServers(Caches.ofUser(), JvmFlags.forNativeLibraries());
  }

  /** Their JVMs have these flags beside those that all of ours have. */
  EmbeddedServers withJvmFlags(List<String> more) {
    return new EmbeddedServers(caches, Stream.concat(jvmFlags.stream(), more.stream()).toList());
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param config name or file of a server config, as it was given or as a run directory has it
   * @param model a shipped model's name, or a base folder, likewise
   * @throws IllegalStateException if it does not start, with the end of its log
   */
  ServerUnderTest start(String config, String model) {
    try {
      Path log = Files.createTempFile("predictbench-server-", ".log");
      log.toFile().deleteOnExit();
      LaunchSpec spec =
          LaunchSpec.of(BundledServerJar.path(caches), servableName(model), basePath(model), log)
              .withNativeCache(caches.nativeLibraries())
              .withJvmArgs(jvmFlags);
      String hash = modelHashes.computeIfAbsent(basePath(model), ModelHash::of);
      return new Embedded(
          new EmbeddedLauncher().start(config(config), spec), servableName(model), hash);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server started", e);
    }
  }

  /** Loads a config by name or file; a run directory keeps a file's name redacted. */
  static ServerConfig config(String nameOrFile) {
    return ServerConfigs.load(Redaction.ofThisJvm().restore(nameOrFile));
  }

  /** Where the model lies; a shipped one is written on first use. */
  Path basePath(String model) {
    return isShipped(model)
        ? new ModelExporter(caches).cached(model)
        : Path.of(Redaction.ofThisJvm().restore(model)).toAbsolutePath();
  }

  static boolean isShipped(String model) {
    return ModelExporter.MODELS.contains(model);
  }

  /** A shipped model's own name, or that of the base folder. */
  static String servableName(String model) {
    Path name = Path.of(model).getFileName();
    return name == null ? model : name.toString();
  }

  private record Embedded(RunningServer server, String model, String modelSha256)
      implements ServerUnderTest {
    @Override
    public Optional<String> standIn() {
      return server.standIn();
    }

    @Override
    public Target target(Transport transport) {
      return transport.usesUnixSocket()
          ? server
              .unixTarget()
              .map(target -> Target.parse(target.toString()))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "server '%s' has no Unix socket".formatted(server.config().name())))
          : Target.parse(server.tcpTarget().toString());
    }

    @Override
    public Long peakRssBytes() {
      var peak = server.peakResidentBytes();
      return peak.isPresent() ? peak.getAsLong() : null;
    }

    @Override
    public OptionalLong pid() {
      return OptionalLong.of(server.facts().pid());
    }

    @Override
    public Map<String, Object> facts() {
      ServerFacts facts = server.facts();
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("command", facts.command());
      told.put("environment", facts.environment());
      told.put("tensorflow", facts.tensorflow());
      told.put("java", facts.java());
      told.put("model", facts.model());
      told.put("model_version", facts.modelVersion());
      told.put("model_sha256", modelSha256);
      told.put("intra_op", facts.intraOp());
      told.put("inter_op", facts.interOp());
      told.put("one_dnn", facts.oneDnn());
      told.put("isa_taken", facts.isaTaken().orElse(UNAVAILABLE));
      told.put("start_up_seconds", facts.startUp().toMillis() / 1000.0);
      return told;
    }

    @Override
    public void kill() {
      ProcessHandle.of(server.facts().pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
