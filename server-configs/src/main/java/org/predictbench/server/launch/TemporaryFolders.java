package org.predictbench.server.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that only we may enter. */
public final class TemporaryFolders {

  private TemporaryFolders() {}

  public static Path create() throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    return Files.createTempDirectory(
        "predictbench-", PosixFilePermissions.asFileAttribute(ownerOnly));
  }

  /** As far as possible: what is left over is the system's to clear, and no reason to fail. */
  public static void delete(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // See above.
    }
  }
}
