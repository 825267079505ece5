package org.predictbench.bench.result;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.process.Scratch;

/** Writes the folder of a round: whole or not at all, and once. */
final class RoundFolder {
  private RoundFolder() {}

  /** The folder of a round that is being written, or was when the run was killed. */
  static Path unfinished(Path folder) {
    return folder.resolveSibling(folder.getFileName() + AtomicFiles.TEMPORARY);
  }

  /**
   * Writes a round's files, and their hashes into the run's list.
   *
   * @param files by their paths below the run's folder
   * @throws IOException if a file cannot be written; the round is then not there, and what the run
   *     held before is unchanged
   */
  static void write(Path run, int round, Map<String, byte[]> files) throws IOException {
    Path folder = run.resolve(RoundFiles.FOLDER).resolve(String.format(Locale.ROOT, "%03d", round));
    if (Files.exists(folder)) {
      throw new FileAlreadyExistsException(folder.toString(), null, "raw data is never replaced");
    }
    Path unfinished = unfinished(folder);
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path name = Path.of(file.getKey()).getFileName();
        AtomicFiles.write(unfinished.resolve(name), file.getValue());
      }
      // Before the round is there: a record that is not listed would look like somebody else's.
      RawHashes.read(run).with(files).write(run);
    } catch (IOException e) {
      discard(unfinished, e);
      throw e;
    }
    AtomicFiles.rename(unfinished, folder);
  }

  // Half a round is of no use, and a full disk needs the room.
  private static void discard(Path unfinished, IOException failure) {
    try {
      Scratch.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
