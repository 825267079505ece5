package org.predictbench.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.files.FailureText;

/** What a failure's line on the terminal says: what is wrong, and what to set where it helps. */
final class Failures {
  private Failures() {}

  static String text(Throwable failure) {
    String text = FailureText.of(failure);
    return text + advice(failure, text);
  }

  static int exitCode(Throwable failure) {
    return failure instanceof IllegalArgumentException ? Cli.UNUSABLE : Cli.FAILED;
  }

  /** For what the user did not name, and so may not know how to change. */
  private static String advice(Throwable failure, String text) {
    if (!isOfFiles(failure) || text.contains("before -jar")) {
      return "";
    }
    if (Caches.known().filter(caches -> text.contains(caches.root().toString())).isPresent()) {
      return "; PREDICTBENCH_CACHE=DIR names another folder for what is kept from run to run";
    }
    String temporary = System.getProperty("java.io.tmpdir");
    if (text.contains(Path.of(temporary).toString()) && !temporary.equals("/")) {
      return "; -Djava.io.tmpdir=DIR before -jar names another folder for temporary files";
    }
    return text.contains("No space left on device")
        ? "; -Djava.io.tmpdir=DIR before -jar, PREDICTBENCH_CACHE=DIR and --out DIR name other"
            + " folders"
        : "";
  }

  private static boolean isOfFiles(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException || cause instanceof UncheckedIOException) {
        return true;
      }
    }
    return false;
  }
}
