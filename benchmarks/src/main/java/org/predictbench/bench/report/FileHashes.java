package org.predictbench.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.Sha256;

/** The files of a run with their SHA-256. */
public final class FileHashes {
  private FileHashes() {}

  /**
   * Every other file below the directory, in the order of names.
   *
   * @param without names of the page that shows them, and of those made after it
   */
  public static Table table(Path directory, Set<String> without) throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.walk(directory)) {
      names =
          files
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !without.contains(name) && !name.endsWith(AtomicFiles.TEMPORARY))
              .sorted()
              .toList();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("file", "SHA-256"));
    for (String name : names) {
      byte[] content = Files.readAllBytes(directory.resolve(name));
      rows.add(List.of("[" + name + "](" + name + ")", "`" + Sha256.of(content) + "`"));
    }
    return Table.of(rows);
  }
}
