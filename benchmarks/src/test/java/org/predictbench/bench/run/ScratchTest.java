package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
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
    Callable<Void> delete =
        () -> {
          Scratch.delete(folder);
          return null;
        };
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      for (Future<Void> deleted : two.invokeAll(List.of(delete, delete))) {
        deleted.get();
      }
    } finally {
      two.shutdownNow();
    }
    assertThat(folder).doesNotExist();
  }
}
