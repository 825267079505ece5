package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a moment: asleep while it is far, then spinning, since the system wakes a sleeper tens
 * of microseconds late. Immutable; waits on the caller's thread.
 */
public final class Pacer {
  private final long spinNanos;

  /**
   * @param spin for how long before the moment the thread keeps its core
   */
  public Pacer(Duration spin) {
    this.spinNanos = spin.toNanos();
  }

  /**
   * Returns once {@link System#nanoTime} has reached {@code due}, at once if it has passed.
   *
   * @return the time then; earlier than {@code due} only if the thread was interrupted, which it
   *     stays
   */
  long await(long due) {
    while (true) {
      long now = System.nanoTime();
      long left = due - now;
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return now;
      }
      if (left > spinNanos) {
        LockSupport.parkNanos(this, left - spinNanos);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
