package org.predictbench.client;

/** One way to call Predict. Safe for any number of threads. */
public interface PredictClient extends AutoCloseable {

  /**
   * Sends one request and waits for its answer.
   *
   * @throws PredictException if there was none: the server refused, cannot be reached, or the
   *     deadline passed
   */
  Prediction predict(Features features);

  /** Frees connections and threads; calls in flight may fail. Idempotent. */
  @Override
  void close();
}
