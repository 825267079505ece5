package org.predictbench.client.http2;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that a {@link SharedConnection} has of its own. It reads while there are several
 * calls, or any that no thread waits for, and ends those of the latter whose time is over.
 * Otherwise it sleeps, and looks four times a second whether the server has said goodbye. It ends
 * with the connection.
 */
final class Lookout {
  private static final ThreadFactory THREADS =
      new DefaultThreadFactory("predict-client-lookout", true);

  /** How long it goes on reading for one caller alone: mostly, others come back soon. */
  private static final long LINGERS = Duration.ofMillis(100).toNanos();

  private final SharedConnection connection;
  private volatile Thread thread;
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

  /** Starts its thread, once. */
  void start() {
    thread = THREADS.newThread(this::run);
    thread.start();
  }

  /** A call has begun that no thread waits for. */
  void callBegan(long deadline) {
    boolean isEarlier = isEarlierThanItWakes(deadline);
    if (!needed || isEarlier) {
      needed = true;
      wakeUp();
      connection.wakeReader();
    }
  }

  /** Several callers wait, and none reads. */
  void takeOver() {
    needed = true;
    wakeUp();
  }

  private synchronized boolean isEarlierThanItWakes(long deadline) {
    if (deadline - deadlinesDue < 0) {
      deadlinesDue = deadline;
    }
    return deadline - sleepsUntil < 0;
  }

  /** Ends its sleep, if it does not read. */
  void wakeUp() {
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      look();
    } finally {
      // Nobody would read any more.
      connection.fail(new IOException("the thread that reads has ended"));
    }
  }

  private void look() {
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
    if (System.nanoTime() - connection.streams().usedAt() >= ConnectionPool.KEPT.toNanos()) {
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
      if (connection.streams().areShared()) {
        last = now;
      } else if (now - last >= LINGERS) {
        needed = false;
        if (connection.streams().areShared()) {
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
