package org.predictbench.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.predictbench.bench.bundle.BundledServerJar;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.bundle.ModelExporter;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.files.Redaction;
import org.predictbench.bench.process.JvmFlags;
import org.predictbench.client.Target;
import org.predictbench.server.config.Kind;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerConfigs;
import org.predictbench.server.container.DockerLauncher;
import org.predictbench.server.container.DockerSpec;
import org.predictbench.server.launch.EmbeddedLauncher;
import org.predictbench.server.launch.Jdk;
import org.predictbench.server.launch.LaunchSpec;

/** Starts servers with a config and a model, shipped or the user's, each as its config's kind. */
public final class ModelServers {
  private static final String CONTAINERS = "docker:";

  /** Asked for only where something is started: the rest works without one. */
  private final Supplier<Caches> caches;

  private final Optional<String> image;
  private final List<String> jvmFlags;
  private final Map<Path, String> modelHashes = new ConcurrentHashMap<>();

  private ModelServers(Supplier<Caches> caches, Optional<String> image, List<String> jvmFlags) {
    this.caches = caches;
    this.image = image;
    this.jvmFlags = jvmFlags;
  }

  public static ModelServers ofUser() {
    return of(null);
  }

  /**
   * Those of a run.
   *
   * @param target {@code docker:IMAGE}, to have containers of it where embedded servers would be
   *     started; anything else, null too, leaves the configs as they are
   */
  public static ModelServers of(String target) {
    return new ModelServers(Caches::ofUser, image(target), List.of());
  }

  /** The JVMs of embedded ones have these flags beside those that all of ours have. */
  public ModelServers withJvmFlags(List<String> more) {
    return new ModelServers(
        caches, image, Stream.concat(jvmFlags.stream(), more.stream()).toList());
  }

  /** The image that a target asks for; empty if it names a server or is null. */
  public static Optional<String> image(String target) {
    return target != null && target.startsWith(CONTAINERS) && target.length() > CONTAINERS.length()
        ? Optional.of(target.substring(CONTAINERS.length()))
        : Optional.empty();
  }

  /**
   * Starts a server and waits until it is ready; one that runs already is only returned.
   *
   * @param config name or file of a server config, as it was given or as a run directory has it
   * @param model a shipped model's name, or a base folder, likewise
   * @throws IllegalStateException if it does not start, with the end of its log
   */
  public ServerUnderTest start(String config, String model) {
    ServerConfig wanted = contained(config(config));
    if (wanted.kind() == Kind.EXTERNAL) {
      Target target = Target.parse(wanted.target().orElseThrow().toString());
      return new FoundServer(target, servableName(model));
    }
    try {
      // Kept if the server does not start: it says why.
      Path log = Files.createTempFile("predictbench-server-", ".log");
      Path base = basePath(model);
      String hash = modelHashes.computeIfAbsent(base, ModelHash::of);
      if (wanted.kind() == Kind.DOCKER) {
        DockerSpec spec = DockerSpec.of(servableName(model), base, log);
        return started(
            new ContainedServer(
                new DockerLauncher(new GrpcModelStatus()).start(wanted, spec),
                servableName(model),
                hash),
            log);
      }
      LaunchSpec spec =
          LaunchSpec.of(BundledServerJar.path(caches.get()), servableName(model), base, log)
              .withNativeCache(caches.get().nativeLibraries())
              .withJvmArgs(
                  Stream.concat(
                          JvmFlags.forNativeLibraries(Jdk.of(wanted.jvm()).feature()).stream(),
                          jvmFlags.stream())
                      .toList());
      return started(
          new EmbeddedServer(new EmbeddedLauncher().start(wanted, spec), servableName(model), hash),
          log);
    } catch (IOException e) {
      throw new IllegalStateException(FailureText.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server started", e);
    }
  }

  private static ServerUnderTest started(ServerUnderTest server, Path log) {
    log.toFile().deleteOnExit();
    return server;
  }

  private ServerConfig contained(ServerConfig config) {
    return config.kind() == Kind.EMBEDDED ? image.map(config::inContainer).orElse(config) : config;
  }

  /** Whether a target, or null, means servers that are started here rather than one that runs. */
  public static boolean startsHere(String target) {
    return target == null || image(target).isPresent();
  }

  /**
   * Starts a server, embedded or as a container of {@code docker:IMAGE}, or returns the one that
   * runs at the target.
   *
   * @param target as users write it, or null
   * @throws IllegalStateException if it does not start
   */
  public static ServerUnderTest startOrFind(String target, String config, String model) {
    return startsHere(target)
        ? of(target).start(config, model)
        : new FoundServer(Target.parse(target), model);
  }

  /**
   * Checks a config's name or file.
   *
   * @throws IllegalArgumentException if it is unknown or unreadable
   */
  public static void requireConfig(String nameOrFile) {
    var unused = config(nameOrFile);
  }

  /** Loads a config by name or file; a run directory keeps a file's name redacted. */
  public static ServerConfig config(String nameOrFile) {
    return ServerConfigs.load(Redaction.ofThisJvm().restore(nameOrFile));
  }

  /** Where the model lies; a shipped one is written on first use. */
  public Path basePath(String model) {
    return isShipped(model)
        ? new ModelExporter(caches.get()).cached(model)
        : Path.of(Redaction.ofThisJvm().restore(model)).toAbsolutePath();
  }

  /** Names of the models that come with us. */
  public static List<String> shipped() {
    return ModelExporter.MODELS;
  }

  public static boolean isShipped(String model) {
    return ModelExporter.MODELS.contains(model);
  }

  /** A shipped model's own name, or that of the base folder. */
  static String servableName(String model) {
    Path name = Path.of(model).getFileName();
    return name == null ? model : name.toString();
  }
}
