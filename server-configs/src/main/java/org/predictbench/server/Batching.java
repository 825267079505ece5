package org.predictbench.server;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the server gathers requests of several callers into one run of the model, and how.
 *
 * @param enabled whether it does; all else is 0 otherwise
 * @param maxBatchSize images in a batch at most; 0 leaves it to the server, which takes 1000
 * @param timeoutMicros how long the first request of a batch waits for more
 * @param threads batches that are run at once; 0 leaves it to the server, which takes one a
 *     processor
 */
public record Batching(boolean enabled, int maxBatchSize, int timeoutMicros, int threads) {

  /** Every request runs alone, TensorFlow Serving's default. */
  public static final Batching OFF = new Batching(false, 0, 0, 0);

  public Batching {
    if (maxBatchSize < 0 || timeoutMicros < 0 || threads < 0) {
      throw new IllegalArgumentException(
          "batching cannot be negative: max_batch_size %d, timeout_micros %d, threads %d"
              .formatted(maxBatchSize, timeoutMicros, threads));
    }
    if (!enabled && (maxBatchSize > 0 || timeoutMicros > 0 || threads > 0)) {
      throw new IllegalArgumentException("batching has parameters, but is not enabled");
    }
  }

  /** The text of {@code --batching_parameters_file}. */
  public String parameters() {
    return String.join("", lines());
  }

  private List<String> lines() {
    return Stream.of(
            line("max_batch_size", maxBatchSize, maxBatchSize > 0),
            line("batch_timeout_micros", timeoutMicros, true),
            line("num_batch_threads", threads, threads > 0))
        .flatMap(line -> line)
        .toList();
  }

  private static Stream<String> line(String name, int value, boolean given) {
    return given ? Stream.of("%s { value: %d }%n".formatted(name, value)) : Stream.empty();
  }
}
