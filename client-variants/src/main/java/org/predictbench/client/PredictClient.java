package org.predictbench.client;

import java.util.concurrent.CompletableFuture;
import org.predictbench.client.axis.CallExecutor;

/**
 * One way to call Predict; Classify or Regress if the variant's {@link
 * org.predictbench.client.axis.Method} says so. Safe for any number of threads.
 */
public interface PredictClient extends AutoCloseable {

  /**
   * Sends one request and waits for its answer. A thread that is interrupted meanwhile cancels its
   * call, stays interrupted, and gets CANCELLED.
   *
   * @throws PredictException if there was none: the server refused, cannot be reached, or the
   *     deadline passed
   * @throws IllegalArgumentException if the client's encoding cannot carry such inputs
   * @throws IllegalStateException if the client is closed
   */
  default Outputs predict(Inputs inputs) {
    return predict(inputs, RequestOptions.DEFAULT);
  }

  /** The same with a deadline or headers of its own. */
  Outputs predict(Inputs inputs, RequestOptions options);

  /**
   * Sends one request and returns at once; no thread waits for the answer. Encoding is done by the
   * caller's thread. Cancelling the future cancels the call.
   *
   * @return completes with the answer or with a {@link PredictException}, on a thread of the {@link
   *     CallExecutor} axis: what depends on it must not block there if that is {@link
   *     CallExecutor#DIRECT}
   * @throws IllegalArgumentException if the client's encoding cannot carry such inputs
   * @throws IllegalStateException if the client is closed
   */
  default CompletableFuture<Outputs> predictAsync(Inputs inputs) {
    return predictAsync(inputs, RequestOptions.DEFAULT);
  }

  /**
   * The same with a deadline or headers of its own. A client that has no better way leaves it at a
   * thread for each call, which waits for the answer.
   */
  default CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    return WaitingCall.start(() -> predict(inputs, options));
  }

  /** Frees connections and threads; calls in flight may fail. Idempotent. */
  @Override
  void close();
}
