package org.predictbench.bench.fork;

import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A turn that several threads of a fork take and return as one, asleep until they have it.
 *
 * <p>A state that threads share cannot wait in its own fixtures: while one thread waits there, JMH
 * lets the others spin, on cores that belong to the fork whose turn it is, or at the very end sleep
 * for twice as long each time.
 */
public final class JointTurn {
  private final int threads;
  private final Phaser entrance;
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Runnable giveBack;

  /**
   * @param take waits for the turn; the last thread to enter does it
   * @param giveBack returns the turn; the last thread to leave does it
   */
  JointTurn(int threads, Runnable take, Runnable giveBack) {
    this.threads = threads;
    this.giveBack = giveBack;
    this.entrance =
        new Phaser(threads) {
          @Override
          protected boolean onAdvance(int phase, int registeredParties) {
            try {
              take.run();
              return false;
            } catch (RuntimeException e) {
              forceTermination();
              throw e;
            }
          }
        };
  }

  /**
   * Waits for the other threads and for the turn.
   *
   * @throws IllegalStateException if another thread failed; what happened to it is its own to tell
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
      giveBack.run();
    }
  }

  /** Enters for the last time; one of the threads then does what is left to do. */
  public void end(Runnable last) throws InterruptedException {
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
