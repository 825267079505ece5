package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for a moment: asleep while it is far, then spinning, since the system wakes a sleeper tens
 * of microseconds late. Waits on the caller's thread; for any number of them.
 */
public final class Pacer {
  private final long spinNanos;
  private final Priority priority;
  private volatile String taken;

  /**
   * @param spin for how long before the moment the thread keeps its core
   * @param priority of the threads that wait
   */
  public Pacer(Duration spin, Priority priority) {
    this.spinNanos = spin.toNanos();
    this.priority = priority;
  }

  /** How long before its first moment a thread should {@link #begin}. */
  Duration runUp() {
    return Duration.ofMillis(priority == Priority.REAL_TIME ? 500 : 20);
  }

  /** To be called first by each thread that is to wait. */
  void begin() {
    taken = priority.take();
  }

  /** The priority that the latest thread to begin was given, in words; null if none has begun. */
  public String priority() {
    return taken;
  }

  /**
   * Returns once {@link System#nanoTime} has reached {@code due}, at once if it has passed.
   *
   * @param isOver whether nobody waits for the moment any more; who says so wakes the thread
   * @return the time then; earlier than {@code due} only if it is over, or the thread was
   *     interrupted, which it stays
   */
  long await(long due, BooleanSupplier isOver) {
    while (true) {
      long now = System.nanoTime();
      long left = due - now;
      if (left <= 0 || isOver.getAsBoolean() || Thread.currentThread().isInterrupted()) {
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
