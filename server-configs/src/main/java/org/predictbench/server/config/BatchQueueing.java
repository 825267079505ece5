package org.predictbench.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The parameters of batching that say how calls queue and which batches they may form.
 *
 * @param maxEnqueuedBatches batches that may wait for a thread; 0 leaves it to the server, which
 *     takes 10
 * @param allowedBatchSizes rows to which batches are padded, rising up to the largest batch; empty
 *     allows any
 * @param padVariableLengthInputs whether inputs of unlike shapes are padded to go together
 * @param threadPoolName what the threads are called; empty leaves it to the server
 * @param enableLargeBatchSplitting whether a call may be spread over several batches
 * @param maxExecutionBatchSize rows of a batch that is run, if calls are split; 0 leaves it to the
 *     server, which takes the largest batch
 */
public record BatchQueueing(
    int maxEnqueuedBatches,
    List<Integer> allowedBatchSizes,
    boolean padVariableLengthInputs,
    String threadPoolName,
    boolean enableLargeBatchSplitting,
    int maxExecutionBatchSize) {

  // Before the constant below, whose constructor uses it.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]*");

  /** Leaves everything to the server. */
  public static final BatchQueueing DEFAULT = new BatchQueueing(0, List.of(), false, "", false, 0);

  /**
   * Checks that the parameters go together.
   *
   * @throws IllegalArgumentException with one line that says what does not
   */
  public BatchQueueing {
    allowedBatchSizes = List.copyOf(allowedBatchSizes);
    require(maxEnqueuedBatches >= 0 && maxExecutionBatchSize >= 0, "batching cannot be negative");
    int previous = 0;
    for (int size : allowedBatchSizes) {
      require(size > previous, "batching.allowed_batch_sizes must rise, from 1 at least");
      previous = size;
    }
    require(
        NAME.matcher(threadPoolName).matches(),
        "batching.thread_pool_name may hold letters, digits, '_', '.' and '-'");
    require(
        maxExecutionBatchSize == 0 || enableLargeBatchSplitting,
        "batching.max_execution_batch_size needs enable_large_batch_splitting: true");
  }

  /**
   * Checks the sizes against the largest batch.
   *
   * @throws IllegalArgumentException if one exceeds it, or the last allowed size is another
   */
  void requireFits(int maxBatchSize) {
    int last =
        allowedBatchSizes.isEmpty()
            ? maxBatchSize
            : allowedBatchSizes.get(allowedBatchSizes.size() - 1);
    require(
        last == maxBatchSize,
        "batching.allowed_batch_sizes must end with max_batch_size, %d, not %d"
            .formatted(maxBatchSize, last));
    require(
        maxExecutionBatchSize <= maxBatchSize,
        "batching.max_execution_batch_size must be at most max_batch_size, %d"
            .formatted(maxBatchSize));
  }

  /** The lines of {@code --batching_parameters_file} for what is not left to the server. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (maxEnqueuedBatches > 0) {
      lines.add("max_enqueued_batches { value: %d }%n".formatted(maxEnqueuedBatches));
    }
    allowedBatchSizes.forEach(size -> lines.add("allowed_batch_sizes: %d%n".formatted(size)));
    if (padVariableLengthInputs) {
      lines.add("pad_variable_length_inputs: true%n".formatted());
    }
    if (!threadPoolName.isEmpty()) {
      lines.add("thread_pool_name { value: \"%s\" }%n".formatted(threadPoolName));
    }
    if (enableLargeBatchSplitting) {
      lines.add("enable_large_batch_splitting { value: true }%n".formatted());
    }
    if (maxExecutionBatchSize > 0) {
      lines.add("max_execution_batch_size { value: %d }%n".formatted(maxExecutionBatchSize));
    }
    return lines;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
