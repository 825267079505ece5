package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.profile.ProfileReport;
import org.predictbench.bench.report.Reporter;

/** Run directories as tests handle them: found, copied, read and reported anew. */
final class RunFolders {
  static final Path PUBLISHED = Path.of("../results");
  static final Path GOLDEN = Path.of("src/test/resources/golden");

  private RunFolders() {}

  /** The folders within a folder, by name. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** Makes the pages of a run of any sort anew. */
  static void rebuild(Path run) throws IOException {
    if (LoadDirectory.is(run)) {
      LoadReport.rebuild(run);
    } else if (ProfileReport.isIn(run)) {
      ProfileReport.rebuild(run);
    } else {
      Reporter.rebuild(run);
    }
  }

  static Path copy(Path run, Path copy) throws IOException {
    for (Path file : contents(run).keySet()) {
      Path target = copy.resolve(file.toString());
      Files.createDirectories(target.getParent());
      Files.copy(run.resolve(file.toString()), target);
    }
    return copy;
  }

  /** All files of a run; a character a byte, since not all of it is text. */
  static Map<Path, String> contents(Path run) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(run.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
