package org.predictbench.bench.bundle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;

/**
 * Where things that are dear to make are kept from run to run: {@code $PREDICTBENCH_CACHE}, else
 * {@code $XDG_CACHE_HOME/predictbench}, else {@code ~/.cache/predictbench}. Deleting it is safe.
 */
public record Caches(Path root) {
  /** Raised when an exported model changes, so that no run meets an older one. */
  private static final int MODELS_EDITION = 3;

  private static final String NAME = "predictbench";

  /**
   * The cache of this user.
   *
   * @throws InputException if no variable names it and the user has no home
   */
  public static Caches ofUser() {
    return known()
        .orElseThrow(
            () ->
                new InputException(
                    "this user has no home folder: PREDICTBENCH_CACHE=DIR says where models and"
                        + " libraries are kept from run to run"));
  }

  /** The same; empty where there is none. */
  public static Optional<Caches> known() {
    return of(System.getenv(), System.getProperty("user.home"));
  }

  /**
   * @param home as the JVM knows it: {@code ?} for a user who is not in the system's list
   */
  static Optional<Caches> of(Map<String, String> environment, String home) {
    String own = environment.getOrDefault("PREDICTBENCH_CACHE", "");
    if (!own.isBlank()) {
      return Optional.of(new Caches(Path.of(own).toAbsolutePath()));
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!xdg.isBlank()) {
      return Optional.of(new Caches(Path.of(xdg).resolve(NAME).toAbsolutePath()));
    }
    return Stream.of(home, environment.getOrDefault("HOME", ""))
        .filter(folder -> folder.startsWith("/"))
        .findFirst()
        .map(folder -> new Caches(Path.of(folder, ".cache", NAME)));
  }

  Path jars() {
    return root.resolve("jars");
  }

  Path models() {
    return root.resolve("models-" + MODELS_EDITION);
  }

  /** Where the profiler's library is unpacked. */
  public Path profiler() {
    return root.resolve("async-profiler");
  }

  /** Where client programs are built. */
  public Path clients() {
    return root.resolve("clients");
  }

  /** Where JavaCPP unpacks TensorFlow's library. */
  public Path nativeLibraries() {
    return root.resolve("native");
  }
}
