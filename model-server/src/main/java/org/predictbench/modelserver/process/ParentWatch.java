package org.predictbench.modelserver.process;

import java.io.IOException;
import java.io.InputStream;

/** Waits for the end of stdin, which comes when the parent process is gone, however it went. */
public final class ParentWatch {
  private ParentWatch() {}

  /** Calls {@code gone} from a daemon thread once {@code stdin} ends. */
  public static void start(InputStream stdin, Runnable gone) {
    Thread thread =
        new Thread(
            () -> {
              drain(stdin);
              gone.run();
            },
            "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void drain(InputStream stdin) {
    byte[] ignored = new byte[256];
    try {
      while (stdin.read(ignored) >= 0) {
        // Nothing is said on stdin; only its end matters.
      }
    } catch (IOException e) {
      // A broken pipe is an end too.
    }
  }
}
