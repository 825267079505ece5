package org.predictbench.bench.bundle;

import java.nio.file.Path;

/**
 * Where things that are dear to make are kept from run to run: {@code $PREDICTBENCH_CACHE}, else
 * {@code $XDG_CACHE_HOME/predictbench}, else {@code ~/.cache/predictbench}. Deleting it is safe.
 */
public record Caches(Path root) {
  /** Raised when an exported model changes, so that no run meets an older one. */
  private static final int MODELS_EDITION = 3;

  /** The cache of this user. */
  public static Caches ofUser() {
    String own = System.getenv("PREDICTBENCH_CACHE");
    if (own != null && !own.isBlank()) {
      return new Caches(Path.of(own).toAbsolutePath());
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && !xdg.isBlank()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return new Caches(base.resolve("predictbench").toAbsolutePath());
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

  /** Where JavaCPP unpacks TensorFlow's library. */
  public Path nativeLibraries() {
    return root.resolve("native");
  }
}
