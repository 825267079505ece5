package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Makes version 1 of a model appear whole or not at all. Safe when several processes ask at once:
 * one writes, the others wait for it.
 *
 * @param base the model's base folder
 */
record AtomicExport(Path base) {
  private static final String VERSION = "1";

  static AtomicExport of(Path base) {
    return new AtomicExport(base);
  }

  /** Returns whether it was this call that wrote the model. */
  boolean write(ExportModel.ModelSource source) throws IOException {
    Files.createDirectories(base);
    Path version = base.resolve(VERSION);
    // Beside the versions, where a server passes over what is not a number.
    Path lockFile = base.resolve(".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || Files.exists(version.resolve("saved_model.pb"))) {
        return false;
      }
      Path partial = base.resolve(".partial");
      delete(partial);
      source.writeTo(partial);
      Files.move(partial, version, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
