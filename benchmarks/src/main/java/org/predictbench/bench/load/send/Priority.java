package org.predictbench.bench.load.send;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the system's scheduler treats a thread that sends.
 *
 * <p>On cores that are all busy, an ordinary thread whose time has come waits until the scheduler
 * turns to it, up to milliseconds. That is not the server's doing, nor the client's, and hides what
 * a generator on a machine of its own would show. A real-time thread runs as soon as it is due. It
 * takes from others no more than its own work, which is why that work must be small: it is for
 * small requests, not for an encoder that runs for milliseconds.
 */
public enum Priority {
  ORDINARY,
  /**
   * The lowest priority of SCHED_FIFO, by {@code chrt} of util-linux, where the user may: as root,
   * with CAP_SYS_NICE, or with a limit for it. Threads that the sender starts do not inherit it.
   */
  REAL_TIME;

  private static final String REAL_TIME_NAME = "real-time";

  private static final String ORDINARY_NAME = "ordinary";

  /**
   * Asks for this priority for the calling thread, which takes some hundredths of a second.
   *
   * @return what it has now: {@code real-time}, or {@code ordinary} and if need be why
   */
  String take() {
    if (this == ORDINARY) {
      return ORDINARY_NAME;
    }
    if (Runtime.getRuntime().availableProcessors() == 1) {
      return ORDINARY_NAME + ": a single core would have no time left for the server";
    }
    try {
      return chrt(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
    } catch (IOException e) {
      return ORDINARY_NAME + ": " + e.getMessage();
    } catch (InterruptedException e) {
      // The load is being stopped.
      Thread.currentThread().interrupt();
      return ORDINARY_NAME;
    }
  }

  private static String chrt(String thread) throws IOException, InterruptedException {
    Process chrt =
        new ProcessBuilder("chrt", "--reset-on-fork", "--fifo", "--pid", "1", thread)
            .redirectErrorStream(true)
            .start();
    String output = new String(chrt.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return chrt.waitFor() == 0 ? REAL_TIME_NAME : ORDINARY_NAME + ": " + output.strip();
  }
}
