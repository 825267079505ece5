package org.predictbench.modelserver.batching;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.tensorflow.Tensor;

/**
 * A call, or a part of one, that waits to be run with others.
 *
 * @param feeds graph tensor name to value; they stay the caller's, who waits for {@code done}
 * @param size rows, the same in every feed
 * @param enqueuedNanos by the system's nano clock
 * @param deadlineNanos likewise; {@link Long#MAX_VALUE} for none
 * @param done one tensor a fetch, which become the caller's
 */
record BatchTask(
    Map<String, Tensor> feeds,
    List<String> fetches,
    long size,
    long enqueuedNanos,
    long deadlineNanos,
    CompletableFuture<List<Tensor>> done) {}
