package org.predictbench.modelserver.process;

import java.io.IOException;
import java.io.InputStream;

/** Watches for the end of the parent process, which closes stdin however it ends. */
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
        // The parent writes nothing; only the end of stdin matters.
      }
    } catch (IOException e) {
      // A broken pipe is an end too.
    }
  }
}
