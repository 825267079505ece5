package org.predictbench.bench.process;

import java.time.Duration;

/**
 * Ends this JVM when the one that forked it is gone, SIGKILL included. Costs one sleeping thread
 * that wakes twice a second for a look at the process table.
 */
public final class ParentWatch {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private ParentWatch() {}

  /** Watches from now on. */
  public static void start() {
    ProcessHandle.current()
        .parent()
        .ifPresent(
            parent -> {
              Thread watch = new Thread(() -> haltAfter(parent), "parent-watch");
              watch.setDaemon(true);
              watch.start();
            });
  }

  private static void haltAfter(ProcessHandle parent) {
    try {
      while (parent.isAlive()) {
        Thread.sleep(INTERVAL.toMillis());
      }
      // Not exit: shutdown hooks could wait for a harness that no longer listens.
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
