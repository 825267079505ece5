package org.predictbench.bench.fork;

import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A time slice that several threads of a fork await and end as one, asleep until it comes.
 *
 * <p>A state that threads share cannot wait in its own fixtures: while one thread waits there, JMH
 * lets the others spin, on cores that belong to the fork whose turn it is, or at the very end sleep
 * for twice as long each time.
 */
public final class JointSlice {
  private final int threads;
  private final Phaser entrance;
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Runnable end;

  /**
   * @param await waits for the time slice; the last thread to enter does it
   * @param end ends the time slice; the last thread to leave does it
   */
  JointSlice(int threads, Runnable await, Runnable end) {
    this.threads = threads;
    this.end = end;
    this.entrance =
        new Phaser(threads) {
          @Override
          protected boolean onAdvance(int phase, int registeredParties) {
            try {
              await.run();
              return false;
            } catch (RuntimeException e) {
              forceTermination();
              throw e;
            }
          }
        };
  }

  /**
   * Waits for the other threads and for the time slice.
   *
   * @throws IllegalStateException if another thread failed; that thread reports why
   */
  public void enter() throws InterruptedException {
    entrance.awaitAdvanceInterruptibly(entrance.arrive());
    if (entrance.isTerminated()) {
      throw new IllegalStateException("another thread of this fork failed");
    }
  }

  /** Waits for nobody. */
  public void leave() {
    if (left.incrementAndGet() == threads) {
      left.set(0);
      end.run();
    }
  }

  /** Enters for the last time; one of the threads then does what is left to do. */
  public void finish(Runnable last) throws InterruptedException {
    enter();
    if (ended.compareAndSet(false, true)) {
      last.run();
    }
  }

  /** Says that a thread will not enter again, so that no other waits for it. */
  public void fail() {
    entrance.forceTermination();
  }
}
