package org.predictbench.server.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One server to measure against. Immutable; a combination that nothing could run cannot be built.
 *
 * @param name unique among the servers of a run
 * @param description one line for people
 * @param build the runtime's code path; empty exactly when the server is external
 * @param image of the container; present exactly when the server is one
 * @param flags of {@code tensorflow_model_server}, after those that the other parts stand for
 * @param target where the server runs already; present exactly when it is external
 * @param jvm that an embedded server runs on
 */
public record ServerConfig(
    String name,
    String description,
    Kind kind,
    Optional<Build> build,
    Optional<String> image,
    Threads threads,
    Batching batching,
    Listen listen,
    List<String> flags,
    Optional<ServerTarget> target,
    Jvm jvm) {

  /** The image taken where none is named: the TensorFlow that the embedded server runs, too. */
  public static final String DEFAULT_IMAGE = "tensorflow/serving:2.18.1";

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException with one line that says what does not go together
   */
  public ServerConfig {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(threads, "threads");
    flags = List.copyOf(flags);
    require(!name.isBlank(), "name is empty");
    require(
        (kind == Kind.EXTERNAL) == target.isPresent(), "kind external, and it alone, has a target");
    require(
        (kind == Kind.EXTERNAL) == build.isEmpty(),
        "kinds embedded and docker, and they alone, have a build");
    require((kind == Kind.DOCKER) == image.isPresent(), "kind docker, and it alone, has an image");
    if (kind == Kind.EXTERNAL) {
      require(
          !batching.enabled() && flags.isEmpty(),
          "an external server is as it is: no batching, no flags");
    } else {
      require(listen.tcp(), "servers always listen on TCP: listen.tcp must be true");
    }
    require(kind == Kind.EMBEDDED || jvm.isOurs(), "kind embedded, and it alone, has a jvm");
    require(
        kind != Kind.DOCKER || !listen.uds(),
        "a container has no Unix socket: listen.uds must be false");
  }

  /** On the JVM we run on, if it is an embedded one. */
  public ServerConfig(
      String name,
      String description,
      Kind kind,
      Optional<Build> build,
      Optional<String> image,
      Threads threads,
      Batching batching,
      Listen listen,
      List<String> flags,
      Optional<ServerTarget> target) {
    this(name, description, kind, build, image, threads, batching, listen, flags, target, Jvm.OURS);
  }

  /** An embedded server that listens on both of gRPC's transports and does not batch. */
  public static ServerConfig embedded(
      String name, String description, Build build, Threads threads) {
    return embedded(name, description, build, threads, Batching.OFF);
  }

  public static ServerConfig embedded(
      String name, String description, Build build, Threads threads, Batching batching) {
    return new ServerConfig(
        name,
        description,
        Kind.EMBEDDED,
        Optional.of(build),
        Optional.empty(),
        threads,
        batching,
        Listen.BOTH,
        List.of(),
        Optional.empty());
  }

  /** A server that runs already, named after its target. Its build and threads are not known. */
  public static ServerConfig external(ServerTarget target) {
    boolean unix = target instanceof ServerTarget.Unix;
    return new ServerConfig(
        target.toString(),
        "a server that runs already",
        Kind.EXTERNAL,
        Optional.empty(),
        Optional.empty(),
        Threads.DEFAULT,
        Batching.OFF,
        new Listen(!unix, unix, false),
        List.of(),
        Optional.of(target));
  }

  /**
   * The same server as a container of an image: same build, threads, batching and flags.
   *
   * @throws IllegalArgumentException if it is external
   */
  public ServerConfig inContainer(String containerImage) {
    return new ServerConfig(
        name,
        description,
        Kind.DOCKER,
        build,
        Optional.of(containerImage),
        threads,
        batching,
        new Listen(true, false, listen.rest()),
        flags,
        target);
  }

  /** The same server with other flags beside those that its parts stand for. */
  public ServerConfig withFlags(List<String> newFlags) {
    return new ServerConfig(
        name, description, kind, build, image, threads, batching, listen, newFlags, target, jvm);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
