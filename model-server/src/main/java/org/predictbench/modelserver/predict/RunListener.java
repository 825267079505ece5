package org.predictbench.modelserver.predict;

/** Hears of every {@code Session.run}, on the thread that answers the call. Thread-safe. */
@FunctionalInterface
public interface RunListener {
  /** Ignores every run. */
  RunListener NONE = (beginNanos, endNanos) -> {};

  /** Receives when a run began and when it ended, as {@link System#nanoTime} counts. */
  void onRun(long beginNanos, long endNanos);
}
