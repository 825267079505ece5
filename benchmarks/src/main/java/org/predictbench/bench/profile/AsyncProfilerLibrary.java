package org.predictbench.bench.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import one.profiler.AsyncProfiler;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.files.Sha256;

/** async-profiler's native library, which travels in its own jar's form inside ours. */
public final class AsyncProfilerLibrary {
  private AsyncProfilerLibrary() {}

  /**
   * A path to the library, which is unpacked into the user's cache on first use, under a name that
   * its content gives. Safe when several processes ask at once.
   *
   * @throws IllegalArgumentException if there is none for this system
   */
  public static Path path(Caches caches) throws IOException {
    String resource = "/" + platform() + "/libasyncProfiler.so";
    try (InputStream in = AsyncProfiler.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "async-profiler has no library for this system, " + platform());
      }
      byte[] library = in.readAllBytes();
      Path target =
          caches
              .profiler()
              .resolve(Sha256.of(library).substring(0, 16))
              .resolve("libasyncProfiler.so");
      if (!Files.exists(target)) {
        unpack(library, target);
      }
      return target;
    }
  }

  private static void unpack(byte[] library, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), "lib", ".partial");
    try {
      Files.write(partial, library);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    if (system.startsWith("mac")) {
      return "macos";
    }
    return system + (architecture.equals("aarch64") ? "-arm64" : "-x64");
  }
}
