package org.predictbench.client.http2;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that a {@link SharedConnection} has of its own. It reads while there are calls
 * that no thread waits for, and ends those whose time is over. Otherwise it sleeps, and looks four
 * times a second whether the server has said goodbye. It ends with the connection.
 */
final class Lookout {
  private static final ThreadFactory THREADS =
      new DefaultThreadFactory("predict-client-lookout", true);

  /** How long it goes on reading after the last such call: mostly, the next one comes soon. */
  private static final long LINGERS = Duration.ofMillis(100).toNanos();

  private final SharedConnection connection;
  private final AtomicReference<Thread> thread = new AtomicReference<>();
  private volatile boolean needed;

  // Under this object's lock: when it looks at the deadlines next, and how long it sleeps.
  private long deadlinesDue = System.nanoTime() + ConnectionPool.RESTED.toNanos();
  private long sleepsUntil = deadlinesDue;

  Lookout(SharedConnection connection) {
    this.connection = connection;
  }

  /** Whether it wants to read, for which it waits if a caller does. */
  boolean isNeeded() {
    return needed;
  }

  /** Starts its thread unless that was done. */
  void start() {
    if (thread.get() == null) {
      Thread fresh = THREADS.newThread(this::run);
      if (thread.compareAndSet(null, fresh)) {
        fresh.start();
      }
    }
  }

  /** A call has begun that no thread waits for. */
  void callBegan(long deadline) {
    start();
    boolean isEarlier = isEarlierThanItWakes(deadline);
    if (!needed) {
      needed = true;
      wakeUp();
      connection.wakeReader();
    } else if (isEarlier) {
      wakeUp();
      connection.wakeReader();
    }
  }

  private synchronized boolean isEarlierThanItWakes(long deadline) {
    if (deadline - deadlinesDue < 0) {
      deadlinesDue = deadline;
    }
    return deadline - sleepsUntil < 0;
  }

  /** Ends its sleep, if it does not read. */
  void wakeUp() {
    LockSupport.unpark(thread.get());
  }

  private void run() {
    while (!connection.isClosed()) {
      if (!needed) {
        rest();
      } else if (connection.tryReading()) {
        try {
          readWhileNeeded();
        } finally {
          connection.endReading();
        }
      } else {
        LockSupport.parkNanos(this, untilDeadlines());
        endOverdue();
      }
    }
  }

  private void rest() {
    LockSupport.parkNanos(this, ConnectionPool.RESTED.toNanos());
    if (needed || !connection.streams().isIdle()) {
      return;
    }
    if (System.nanoTime() - connection.usedLast() >= ConnectionPool.KEPT.toNanos()) {
      connection.closeIfIdle();
    } else {
      connection.readWhatIsThere();
    }
  }

  private void readWhileNeeded() {
    long last = System.nanoTime();
    while (needed && !connection.isClosed()) {
      connection.read(Math.min(LINGERS, untilDeadlines()));
      endOverdue();
      long now = System.nanoTime();
      if (connection.streams().hasAsync()) {
        last = now;
      } else if (now - last >= LINGERS) {
        needed = false;
        if (connection.streams().hasAsync()) {
          // It came in between, and saw that this thread was there.
          needed = true;
        }
      }
    }
  }

  private synchronized long untilDeadlines() {
    sleepsUntil = deadlinesDue;
    return Math.max(0, deadlinesDue - System.nanoTime());
  }

  private void endOverdue() {
    long now = System.nanoTime();
    if (areDeadlinesDue(now)) {
      connection.endOverdue(now);
      connection.streams().earliestDeadline().ifPresent(this::isEarlierThanItWakes);
    }
  }

  private synchronized boolean areDeadlinesDue(long now) {
    if (now - deadlinesDue < 0) {
      return false;
    }
    deadlinesDue = now + ConnectionPool.RESTED.toNanos();
    return true;
  }
}
