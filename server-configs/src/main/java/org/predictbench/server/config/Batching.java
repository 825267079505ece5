package org.predictbench.server.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the server gathers requests of several callers into one run of the model, and how.
 *
 * @param enabled whether it does; all else is the default otherwise
 * @param maxBatchSize images in a batch at most; 0 leaves it to the server, which takes 1000
 * @param timeoutMicros how long the first request of a batch waits for more
 * @param threads batches that are run at once; 0 leaves it to the server, which takes one a
 *     processor
 * @param queueing how requests queue, and which batches they may form
 */
public record Batching(
    boolean enabled, int maxBatchSize, int timeoutMicros, int threads, BatchQueueing queueing) {

  /** Every request runs alone, TensorFlow Serving's default. */
  public static final Batching OFF = new Batching(false, 0, 0, 0);

  private static final int SERVERS_MAX_BATCH_SIZE = 1000;

  public Batching {
    if (maxBatchSize < 0 || timeoutMicros < 0 || threads < 0) {
      throw new IllegalArgumentException(
          "batching cannot be negative: max_batch_size %d, timeout_micros %d, threads %d"
              .formatted(maxBatchSize, timeoutMicros, threads));
    }
    boolean given =
        maxBatchSize > 0
            || timeoutMicros > 0
            || threads > 0
            || !queueing.equals(BatchQueueing.DEFAULT);
    if (!enabled && given) {
      throw new IllegalArgumentException("batching has parameters, but is not enabled");
    }
    queueing.requireFits(maxBatchSize > 0 ? maxBatchSize : SERVERS_MAX_BATCH_SIZE);
  }

  /** Leaves the queueing to the server. */
  public Batching(boolean enabled, int maxBatchSize, int timeoutMicros, int threads) {
    this(enabled, maxBatchSize, timeoutMicros, threads, BatchQueueing.DEFAULT);
  }

  /** The text of {@code --batching_parameters_file}. */
  public String parameters() {
    return Stream.concat(
            Stream.of(
                    line("max_batch_size", maxBatchSize, maxBatchSize > 0),
                    line("batch_timeout_micros", timeoutMicros, true),
                    line("num_batch_threads", threads, threads > 0))
                .flatMap(line -> line),
            queueing.lines().stream())
        .collect(Collectors.joining());
  }

  private static Stream<String> line(String name, int value, boolean given) {
    return given ? Stream.of("%s { value: %d }%n".formatted(name, value)) : Stream.empty();
  }
}
