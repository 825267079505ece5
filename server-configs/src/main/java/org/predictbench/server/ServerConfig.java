package org.predictbench.server;

import java.util.Objects;
import java.util.Optional;

/**
 * One server to measure against. Immutable; a combination that nothing could run cannot be built.
 *
 * @param name unique among the servers of a run
 * @param description one line for people
 * @param build the runtime's code path; present exactly when the server is embedded
 * @param target where the server runs already; present exactly when it is external
 */
public record ServerConfig(
    String name,
    String description,
    Kind kind,
    Optional<Build> build,
    Threads threads,
    Batching batching,
    Listen listen,
    Optional<ServerTarget> target) {

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException with one line that says what does not go together
   */
  public ServerConfig {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(threads, "threads");
    require(!name.isBlank(), "name is empty");
    require(
        (kind == Kind.EXTERNAL) == target.isPresent(), "kind external, and it alone, has a target");
    require(
        (kind == Kind.EMBEDDED) == build.isPresent(), "kind embedded, and it alone, has a build");
    if (kind == Kind.EMBEDDED) {
      require(!batching.enabled(), "batching is not supported yet by the embedded server");
      require(listen.tcp(), "the embedded server always listens on TCP: listen.tcp must be true");
    }
  }

  /** An embedded server that listens on both transports and does not batch. */
  public static ServerConfig embedded(
      String name, String description, Build build, Threads threads) {
    return new ServerConfig(
        name,
        description,
        Kind.EMBEDDED,
        Optional.of(build),
        threads,
        Batching.OFF,
        Listen.BOTH,
        Optional.empty());
  }

  /** A server that runs already, named after its target. Its build and threads are not known. */
  public static ServerConfig external(ServerTarget target) {
    boolean tcp = target instanceof ServerTarget.Tcp;
    return new ServerConfig(
        target.toString(),
        "a server that runs already",
        Kind.EXTERNAL,
        Optional.empty(),
        Threads.DEFAULT,
        Batching.OFF,
        new Listen(tcp, !tcp),
        Optional.of(target));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
