package org.predictbench.modelserver.batching;

import java.util.List;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.BatchingParameters;

/**
 * Configures how calls are gathered into batches.
 *
 * @param maxBatchSize rows a call may have, and a batch too unless calls are split
 * @param timeoutMicros how long a batch that is not full waits for more
 * @param maxEnqueuedBatches batches that may wait for a thread, the open one included
 * @param allowedSizes to which batches are padded, rising; empty allows any
 * @param padInputs whether inputs of unlike shapes are padded with zeros to go together
 * @param split whether a call may be spread over several batches
 * @param maxExecutionSize rows of a batch that is run
 */
public record BatchingOptions(
    long maxBatchSize,
    long timeoutMicros,
    int maxEnqueuedBatches,
    List<Long> allowedSizes,
    boolean padInputs,
    boolean split,
    long maxExecutionSize) {
  private static final String DEFAULT_THREAD_POOL_NAME = "batch_threads";
  private static final long DEFAULT_MAX_BATCH_SIZE = 1000;
  private static final long DEFAULT_MAX_ENQUEUED_BATCHES = 10;

  /**
   * Reads the parameters; an absent one has TensorFlow's default.
   *
   * @throws ServingException if they contradict each other
   */
  public static BatchingOptions of(BatchingParameters parameters) {
    long max =
        parameters.hasMaxBatchSize()
            ? parameters.getMaxBatchSize().getValue()
            : DEFAULT_MAX_BATCH_SIZE;
    long enqueued =
        parameters.hasMaxEnqueuedBatches()
            ? parameters.getMaxEnqueuedBatches().getValue()
            : DEFAULT_MAX_ENQUEUED_BATCHES;
    boolean split = parameters.getEnableLargeBatchSplitting().getValue();
    long execution =
        split && parameters.hasMaxExecutionBatchSize()
            ? parameters.getMaxExecutionBatchSize().getValue()
            : max;
    long timeout = parameters.getBatchTimeoutMicros().getValue();
    checkSizes(parameters.getAllowedBatchSizesList(), max);
    require(max > 0, "max_batch_size must be positive; was " + max);
    require(timeout >= 0, "batch_timeout_micros must be non-negative; was " + timeout);
    require(enqueued >= 0, "max_enqueued_batches must be non-negative; was " + enqueued);
    require(enqueued > 0, "max_enqueued_batches must be positive, or every call is refused; was 0");
    require(
        execution > 0 && execution <= max,
        "max_execution_batch_size must be positive and at most max_batch_size; was " + execution);
    return new BatchingOptions(
        max,
        timeout,
        (int) Math.min(enqueued, Integer.MAX_VALUE),
        List.copyOf(parameters.getAllowedBatchSizesList()),
        parameters.getPadVariableLengthInputs(),
        split,
        execution);
  }

  /**
   * Returns how many batches run at once: one a processor unless the parameters say.
   *
   * @throws ServingException if there would be none
   */
  public static int threads(BatchingParameters parameters) {
    if (!parameters.hasNumBatchThreads()) {
      return Runtime.getRuntime().availableProcessors();
    }
    long threads = parameters.getNumBatchThreads().getValue();
    require(threads >= 1, "num_batch_threads must be positive; was " + threads);
    return (int) Math.min(threads, Integer.MAX_VALUE);
  }

  /** Returns what the names of those threads begin with. */
  public static String threadPoolName(BatchingParameters parameters) {
    return parameters.hasThreadPoolName()
        ? parameters.getThreadPoolName().getValue()
        : DEFAULT_THREAD_POOL_NAME;
  }

  /** Returns the number of rows to which a batch of {@code size} rows is padded. */
  long paddedSize(long size) {
    return allowedSizes.stream().filter(allowed -> allowed >= size).findFirst().orElse(size);
  }

  private static void checkSizes(List<Long> sizes, long max) {
    if (sizes.isEmpty()) {
      return;
    }
    long last = sizes.get(sizes.size() - 1);
    require(
        last == max,
        "Last entry in allowed_batch_sizes must match max_batch_size; last entry was %d; expected %d"
            .formatted(last, max));
    require(sizes.get(0) >= 1, "allowed_batch_sizes entries must be positive; was " + sizes.get(0));
    for (int i = 1; i < sizes.size(); i++) {
      require(
          sizes.get(i - 1) < sizes.get(i),
          "allowed_batch_sizes entries must be monotonically increasing");
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw ServingException.invalid(otherwise);
    }
  }
}
