package org.predictbench.modelserver.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Holds all metrics of a server by TensorFlow Serving's names. Thread-safe. */
public final class MetricRegistry {
  private final Map<String, Metric<?>> metrics = new ConcurrentSkipListMap<>();

  public Counter counter(String name, String... labels) {
    return register(name, new Counter(name, List.of(labels)));
  }

  public Gauge gauge(String name, String... labels) {
    return register(name, new Gauge(name, List.of(labels)));
  }

  /**
   * Registers a distribution.
   *
   * @param limits upper limits of the buckets, see {@link Sampler#exponential}
   */
  public Sampler sampler(String name, double[] limits, String... labels) {
    return register(name, new Sampler(name, List.of(labels), limits));
  }

  /** Returns the first cell of a metric, or 0 for an unknown metric. */
  public long value(String name) {
    Metric<?> metric = metrics.get(name);
    return metric == null ? 0 : metric.firstValue();
  }

  /** Returns the page that Prometheus scrapes. */
  public String prometheusPage() {
    StringBuilder page = new StringBuilder();
    metrics.values().forEach(metric -> metric.print(page));
    return page.toString();
  }

  private <M extends Metric<?>> M register(String name, M metric) {
    metrics.put(name, metric);
    return metric;
  }
}
