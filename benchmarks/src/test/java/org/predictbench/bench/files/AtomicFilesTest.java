package org.predictbench.bench.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void aFailureNamesTheFileAndTheReasonAndLeavesNoHalfFile() throws Exception {
    // A folder that is not empty cannot be renamed over, whoever the tests run as.
    Path target = Files.createDirectory(folder.resolve("summary.csv"));
    Files.createFile(target.resolve("in-the-way"));
    assertThatThrownBy(() -> AtomicFiles.write(target, "x"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + target + ": ")
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("summary.csv" + AtomicFiles.TEMPORARY)).doesNotExist();
  }

  @Test
  void reasonsAreWordsNotPaths() {
    assertThat(AtomicFiles.reason(new AccessDeniedException("/x"))).isEqualTo("access denied");
    assertThat(AtomicFiles.reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(AtomicFiles.reason(new FileSystemException("/x", null, "Read-only file system")))
        .isEqualTo("Read-only file system");
    assertThat(AtomicFiles.reason(new FileAlreadyExistsException("/x")))
        .isEqualTo("file already exists /x");
  }
}
