package org.predictbench.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTextTest {
  private static final String FILE = "/some/file";

  static List<FileSystemException> failuresWhoseMessageIsAPath() {
    return List.of(
        new NoSuchFileException(FILE),
        new AccessDeniedException(FILE),
        new FileAlreadyExistsException(FILE),
        new DirectoryNotEmptyException(FILE),
        new NotDirectoryException(FILE),
        new FileSystemLoopException(FILE),
        new NotLinkException(FILE),
        new FileSystemException(FILE, null, "No space left on device"));
  }

  @ParameterizedTest
  @MethodSource("failuresWhoseMessageIsAPath")
  void aPathAloneBecomesASentence(FileSystemException failure) {
    assertThat(FailureText.of(failure))
        .contains(FILE)
        .hasSizeGreaterThan(FILE.length() + 10)
        .doesNotContain("Exception");
    assertThat(FailureText.of(new UncheckedIOException(failure)))
        .isEqualTo(FailureText.of(failure));
    assertThat(FailureText.of(new CompletionException(new UncheckedIOException(failure))))
        .isEqualTo(FailureText.of(failure));
  }

  @ParameterizedTest
  @MethodSource("failuresWhoseMessageIsAPath")
  void soDoesOneBehindOthersWords(FileSystemException failure) {
    String expected = "cannot do it: " + FailureText.of(failure);
    assertThat(
            FailureText.of(
                new IllegalStateException("cannot do it: " + failure.getMessage(), failure)))
        .isEqualTo(expected);
    // Nothing is explained twice.
    assertThat(FailureText.of(new IllegalStateException(expected, failure))).isEqualTo(expected);
  }

  /** Whoever wrapped it may have put the reason into words already. */
  @Test
  void aReasonIsNotToldTwice() {
    NoSuchFileException missing = new NoSuchFileException("/proc/x");
    IllegalArgumentException wrapped =
        new IllegalArgumentException(
            "cannot write results to /proc/x: " + AtomicFiles.reason(missing), missing);
    assertThat(FailureText.of(wrapped))
        .isEqualTo("cannot write results to /proc/x: there is no file or folder /proc/x");
  }

  @Test
  void whatALocaleCannotWriteNamesTheVariable() {
    assertThat(
            FailureText.of(
                new InvalidPathException(
                    "??.yaml", "Malformed input or input contains unmappable characters")))
        .contains("??.yaml", "LC_ALL=C.UTF-8");
    assertThat(FailureText.of(new InvalidPathException("a\0b", "Nul character not allowed")))
        .contains("is no path", "Nul character");
  }

  @Test
  void aFolderThatAllowsNoProgramsIsNamedWithWhatToSet() {
    assertThat(
            FailureText.of(
                new UnsatisfiedLinkError(
                    "/tmp/libx.so: /tmp/libx.so: failed to map segment from shared object")))
        .contains("/tmp/libx.so", "noexec", "-Djava.io.tmpdir=DIR");
    assertThat(FailureText.of(new UnsatisfiedLinkError("/x: Operation not permitted")))
        .contains("noexec");
    assertThat(FailureText.of(new OutOfMemoryError("Java heap space"))).contains("-Xmx");
  }

  @Test
  void aFailureWithoutAMessageIsNotSilent() {
    assertThat(FailureText.of(new IOException((String) null))).isEqualTo("java.io.IOException");
    assertThat(FailureText.of(new UncheckedIOException("said", new IOException("below"))))
        .isEqualTo("said");
  }

  @Test
  void ofAQuotedLogOneLineKeepsTheLast() {
    assertThat(
            FailureText.line(new IllegalStateException("died; end of its log f:\none\n two\n\n")))
        .isEqualTo("died; end of its log f: two");
  }
}
