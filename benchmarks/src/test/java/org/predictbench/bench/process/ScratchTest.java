package org.predictbench.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private static final int FILES = 3_000;

  @Test
  void isItsOwnersAlone() throws Exception {
    Path folder = Scratch.create();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    Scratch.delete(folder);
    assertThat(folder).doesNotExist();
    Scratch.delete(folder);
  }

  /** As on Ctrl-C, where the run that ends and the hook that wraps it up both do. */
  @Test
  void twoMayDeleteItAtOnce() throws Exception {
    Path folder = Scratch.create();
    for (int i = 0; i < FILES; i++) {
      Files.createFile(folder.resolve("fork-" + i));
    }
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Void> deleted =
          other.submit(
              () -> {
                Scratch.delete(folder);
                return null;
              });
      while (files(folder) == FILES) {
        Thread.onSpinWait();
      }
      Scratch.delete(folder);
      deleted.get();
    } finally {
      other.shutdownNow();
    }
    assertThat(folder).doesNotExist();
  }

  private static int files(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? 0 : names.length;
  }
}
