package org.predictbench.client;

/**
 * A client that reports what its latest call was made of, for measuring. For one thread, which
 * makes one blocking call after the other; {@link #predictAsync} is not supported.
 */
public interface TimedPredictClient extends PredictClient {

  /**
   * Returns what each part of the latest call took, in nanoseconds and in the order of {@link
   * CallPart}; the sum is the time from call to return, to the nanosecond.
   *
   * @throws IllegalStateException if the server sent no times, or if they cannot be of this host's
   *     clock
   */
  long[] latestParts();
}
