package org.predictbench.modelserver.batching;

import java.util.concurrent.TimeUnit;
import org.predictbench.modelserver.metrics.Counter;
import org.predictbench.modelserver.metrics.MetricRegistry;
import org.predictbench.modelserver.metrics.Sampler;

/** Counts batches under the names of TensorFlow Serving's metrics. Thread-safe. */
public final class BatchingMetrics {
  private static final String PREFIX = "/tensorflow/serving/batching_session/";

  private final Sampler queuingLatency;
  private final Counter wrappedRunCount;
  private final Sampler paddingSize;
  private final Sampler inputBatchSize;
  private final Sampler processedBatchSize;

  public BatchingMetrics(MetricRegistry registry) {
    queuingLatency =
        registry.sampler(
            PREFIX + "queuing_latency", Sampler.exponential(100, 1.2, 52), "thread_pool_name");
    wrappedRunCount = registry.counter(PREFIX + "wrapped_run_count");
    paddingSize = registry.sampler(PREFIX + "padding_size", sizes(), "execution_batch_size");
    inputBatchSize = registry.sampler(PREFIX + "input_batch_size", sizes());
    processedBatchSize = registry.sampler(PREFIX + "processed_batch_size", sizes());
  }

  void onInput(long rows) {
    inputBatchSize.add(rows);
  }

  void onDequeue(long nanos) {
    queuingLatency.add(TimeUnit.NANOSECONDS.toMicros(nanos), "");
  }

  void onRun(long rows, long padding) {
    wrappedRunCount.add(1);
    paddingSize.add(padding, String.valueOf(rows));
    processedBatchSize.add(rows);
  }

  private static double[] sizes() {
    return Sampler.exponential(1, 2, 15);
  }
}
