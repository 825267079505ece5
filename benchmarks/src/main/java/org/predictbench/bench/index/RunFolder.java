package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;

/** A folder of run directories, found by their names. */
final class RunFolder {
  private static final String RUN = "\\d{4}-\\d\\d-\\d\\d_.+_.+";

  private RunFolder() {}

  /**
   * All run directories, profiles among them, by name, which begins with the date.
   *
   * @throws InputException if there is no such folder
   */
  static List<Path> directories(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new InputException("no folder of runs: " + folder);
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> child.getFileName().toString().matches(RUN))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }
}
