package org.predictbench.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.files.FailureText;

/** What a failure's line on the terminal says: what is wrong, and what to set where it helps. */
final class Failures {
  private static final String FULL = "No space left on device";

  private static final List<String> REFUSALS =
      List.of(FULL, "Read-only file system", "Permission denied", "Disk quota exceeded");

  private Failures() {}

  static String text(Throwable failure) {
    String text = FailureText.of(failure);
    return text + advice(failure, text);
  }

  static int exitCode(Throwable failure) {
    return failure instanceof IllegalArgumentException ? Cli.UNUSABLE : Cli.FAILED;
  }

  /** For folders that the user did not name, and so may not know how to change. */
  private static String advice(Throwable failure, String text) {
    if (!isRefusal(failure) || text.contains("before -jar")) {
      return "";
    }
    if (Caches.known().filter(caches -> text.contains(caches.root().toString())).isPresent()) {
      return "; PREDICTBENCH_CACHE=DIR names another folder for what is kept from run to run";
    }
    String temporary = System.getProperty("java.io.tmpdir");
    if (text.contains(Path.of(temporary).toString()) && !temporary.equals("/")) {
      return "; -Djava.io.tmpdir=DIR before -jar names another folder for temporary files";
    }
    return text.contains(FULL)
        ? "; -Djava.io.tmpdir=DIR before -jar, PREDICTBENCH_CACHE=DIR and --out DIR name other"
            + " folders"
        : "";
  }

  /** Whether a file system had no room, no folder, or no right for us. */
  private static boolean isRefusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      boolean ofFiles = cause instanceof IOException || cause instanceof UncheckedIOException;
      if (cause instanceof AccessDeniedException
          || (ofFiles && REFUSALS.stream().anyMatch(message::contains))
          || (cause instanceof NoSuchFileException missing && isOwnFolder(missing))) {
        return true;
      }
    }
    return false;
  }

  /** A temporary folder that is not there is ours to name; a file in one may be the user's. */
  private static boolean isOwnFolder(NoSuchFileException missing) {
    return !Files.isDirectory(Path.of(System.getProperty("java.io.tmpdir")))
        || Caches.known()
            .filter(caches -> Path.of(missing.getFile()).startsWith(caches.root()))
            .isPresent();
  }
}
