package org.predictbench.bench.load.send;

/** Something that sends requests for a while. For one run; {@link #stop} is for any thread. */
public interface Load {

  /**
   * Sends, then waits for the last answers, for a bounded time. When it returns, every request sent
   * has its outcome.
   *
   * @throws InterruptedException if the calling thread is interrupted; the load is then stopped
   */
  Course run() throws InterruptedException;

  /** Sends no more; {@link #run} then ends as it does otherwise. Idempotent. */
  void stop();

  /** The same, but what is under way gets all of its time. */
  default void finish() {
    stop();
  }

  /**
   * What a load's own clock saw.
   *
   * @param planned requests that were to be sent; for a closed loop as many as were sent
   * @param sendingNanos from the beginning until no more was sent
   * @param elapsedNanos from the beginning until the last outcome
   * @param stopped whether it was stopped before its end
   */
  record Course(long planned, long sendingNanos, long elapsedNanos, boolean stopped) {}
}
