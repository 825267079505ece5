package org.predictbench.bench.run;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A turn that several threads of a fork take and return as one, asleep until they have it.
 *
 * <p>A state that threads share cannot wait in its own set-up: while one thread waits there, JMH
 * lets the others spin, on cores that belong to the fork whose turn it is.
 */
public final class JointTurn {
  private final int threads;
  private final CyclicBarrier entrance;
  private final AtomicInteger left = new AtomicInteger();
  private final Runnable giveBack;

  /**
   * @param take waits for the turn; the last thread to enter does it
   * @param giveBack returns the turn; the last thread to leave does it
   */
  JointTurn(int threads, Runnable take, Runnable giveBack) {
    this.threads = threads;
    this.entrance = new CyclicBarrier(threads, take);
    this.giveBack = giveBack;
  }

  /**
   * Waits for the other threads and for the turn.
   *
   * @throws IllegalStateException if another thread failed to enter; what happened to it is its own
   *     to tell
   */
  public void enter() throws InterruptedException {
    try {
      entrance.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("another thread failed to take its turn", e);
    }
  }

  /** Waits for nobody: a thread that has failed never leaves. */
  public void leave() {
    if (left.incrementAndGet() == threads) {
      left.set(0);
      giveBack.run();
    }
  }
}
