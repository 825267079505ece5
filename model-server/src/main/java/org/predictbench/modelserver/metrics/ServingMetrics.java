package org.predictbench.modelserver.metrics;

import io.grpc.Status;
import java.util.concurrent.TimeUnit;

/** Counts calls under the names of TensorFlow Serving's metrics. Thread-safe. */
public final class ServingMetrics {
  private static final String PREFIX = "/tensorflow/serving/";

  private final MetricRegistry registry = new MetricRegistry();
  private final Counter requestCount =
      registry.counter(PREFIX + "request_count", "model_name", "status");
  private final Sampler requestLatency =
      registry.sampler(
          PREFIX + "request_latency", latencyLimits(), "model_name", "API", "entrypoint");
  private final Sampler runtimeLatency =
      registry.sampler(PREFIX + "runtime_latency", latencyLimits(), "model_name", "API", "runtime");
  private final Sampler exampleCounts =
      registry.sampler(PREFIX + "request_example_counts", Sampler.exponential(1, 2, 15), "model");
  private final Counter exampleCountTotal =
      registry.counter(PREFIX + "request_example_count_total", "model");
  private final Sampler warmUpLatency =
      registry.sampler(PREFIX + "model_warmup_latency", latencyLimits(), "model_path", "status");
  private final Counter warmUpRecords =
      registry.counter(PREFIX + "model_warmup_records_read", "model_path", "status");

  private final Gauge mlMetadata = registry.gauge(PREFIX + "mlmd_map", "model_name", "version");

  public MetricRegistry registry() {
    return registry;
  }

  /** Counts an answered request, and its latency if it succeeded. */
  public void onRequest(String model, String api, String entryPoint, Status.Code code, long nanos) {
    requestCount.add(1, model, code.name());
    if (code == Status.Code.OK) {
      requestLatency.add(micros(nanos), model, api, entryPoint);
    }
  }

  /** Requests answered so far, over all models, failed ones included. */
  public long requests() {
    return requestCount.total();
  }

  public void onRun(String model, String api, long nanos) {
    runtimeLatency.add(micros(nanos), model, api, "TF1");
  }

  public void onExamples(String model, int count) {
    exampleCounts.add(count, model);
    exampleCountTotal.add(count, model);
  }

  public void onWarmUp(String modelPath, String status, int records, long nanos) {
    warmUpLatency.add(micros(nanos), modelPath, status);
    warmUpRecords.add(records, modelPath, status);
  }

  /** Names a version with ML Metadata. The original's page has 0 for its key, too: it is a text. */
  public void onMlMetadata(String model, long version) {
    mlMetadata.set(0, model, String.valueOf(version));
  }

  /** The limits run from 10 µs to about twenty minutes. */
  private static double[] latencyLimits() {
    return Sampler.exponential(10, 1.8, 33);
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }
}
