package org.predictbench.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A private temporary folder, readable by its owner alone, for as long as a run lasts. */
final class Scratch {
  private Scratch() {}

  static Path create() throws IOException {
    return Files.createTempDirectory("predictbench-");
  }

  /** Idempotent. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
