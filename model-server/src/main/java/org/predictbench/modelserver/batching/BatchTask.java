package org.predictbench.modelserver.batching;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.tensorflow.Tensor;

/**
 * A call, or a part of one, that waits to be run with others.
 *
 * @param feeds graph tensor name to value, of the whole call; they stay the caller's, who waits for
 *     {@code done}
 * @param first the first row of the feeds that is this task's
 * @param size rows of this task
 * @param enqueuedNanos by the system's nano clock
 * @param deadlineNanos likewise; {@link Long#MAX_VALUE} for none
 * @param done one tensor a fetch, which become the caller's
 */
record BatchTask(
    Map<String, Tensor> feeds,
    List<String> fetches,
    long first,
    long size,
    long enqueuedNanos,
    long deadlineNanos,
    CompletableFuture<List<Tensor>> done) {
  /** Returns a part of this task, to be completed by itself. */
  BatchTask part(long offset, long rows) {
    return new BatchTask(
        feeds,
        fetches,
        first + offset,
        rows,
        enqueuedNanos,
        deadlineNanos,
        new CompletableFuture<>());
  }

  /** Returns whether all rows of the feeds are this task's. */
  boolean isWhole() {
    return feeds.values().stream().allMatch(tensor -> tensor.shape().get(0) == size);
  }
}
