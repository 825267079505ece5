package org.predictbench.bench.files;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Failures in words. The JDK's message of a file that is missing or closed to us is its path alone,
 * and that of a wrapped failure begins with the name of a class.
 */
public final class FailureText {
  private FailureText() {}

  /** One line, or a few where a log is quoted; never empty, never only a path. */
  public static String of(Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    if (failure instanceof FileSystemException e) {
      return of(e);
    }
    if (failure instanceof InvalidPathException e) {
      return of(e);
    }
    if (failure instanceof LinkageError e) {
      return of(e);
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (%s): give more with java -Xmx4g, or send less"
          .formatted(failure.getMessage());
    }
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.toString();
    }
    if (failure.getCause() != null
        && unwrapped(failure.getCause()) instanceof FileSystemException cause
        && message.endsWith(AtomicFiles.reason(cause))
        && !message.endsWith(of(cause))) {
      return message.substring(0, message.length() - AtomicFiles.reason(cause).length())
          + of(cause);
    }
    // Whoever wrapped it wrote: cannot do this: PATH.
    return failure.getCause() != null
            && unwrapped(failure.getCause()) instanceof FileSystemException cause
            && cause.getMessage() != null
            && message.endsWith(cause.getMessage())
            && !message.endsWith(of(cause))
        ? message.substring(0, message.length() - cause.getMessage().length()) + of(cause)
        : message;
  }

  /** The same in one line: of a log that is quoted, the last line. */
  public static String line(Throwable thrown) {
    List<String> lines = of(thrown).lines().filter(line -> !line.isBlank()).toList();
    return lines.size() == 1
        ? lines.get(0)
        : lines.get(0).strip() + " " + lines.get(lines.size() - 1).strip();
  }

  /** The failure below those that only carry it. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable failure = thrown;
    while ((failure instanceof UncheckedIOException
            || failure instanceof CompletionException
            || failure instanceof ExecutionException)
        && failure.getCause() != null
        && (failure.getMessage() == null
            || failure.getMessage().equals(failure.getCause().toString()))) {
      failure = failure.getCause();
    }
    return failure;
  }

  private static String of(FileSystemException failure) {
    String file = failure.getFile();
    if (failure.getReason() != null) {
      return file == null ? failure.getReason() : file + ": " + failure.getReason();
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no file or folder " + file;
    }
    if (failure instanceof AccessDeniedException) {
      return "access denied: this user may not read or write " + file;
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "%s is there already, and is no folder or not to be replaced".formatted(file);
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder %s is not empty".formatted(file);
    }
    if (failure instanceof NotDirectoryException) {
      return file + " is no folder";
    }
    return "the file system refuses " + file + ": " + AtomicFiles.reason(failure);
  }

  private static String of(InvalidPathException failure) {
    if (!failure.getReason().startsWith("Malformed input")) {
      return "'%s' is no path: %s".formatted(failure.getInput(), failure.getReason());
    }
    return "the path '%s' has letters beyond this locale's encoding, %s: set LC_ALL=C.UTF-8"
        .formatted(failure.getInput(), System.getProperty("sun.jnu.encoding"));
  }

  /** A native library that a folder mounted {@code noexec} holds, among others. */
  private static String of(LinkageError failure) {
    String message = String.valueOf(failure.getMessage());
    boolean forbidden =
        message.contains("failed to map segment") || message.contains("Operation not permitted");
    return forbidden
        ? ("a native library lies in a folder that allows no programs (mounted noexec?): %s; name"
                + " another: -Djava.io.tmpdir=DIR before -jar, or PREDICTBENCH_CACHE=DIR")
            .formatted(message)
        : failure.toString();
  }
}
