package org.predictbench.modelserver.metrics;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A number that is set, one for every combination of label values. Thread-safe. */
public final class Gauge extends Metric<AtomicLong> {
  Gauge(String name, List<String> labels) {
    super(name, labels, AtomicLong::new);
  }

  public void set(long value, String... labelValues) {
    cell(labelValues).set(value);
  }

  @Override
  long value(AtomicLong cell) {
    return cell.get();
  }

  @Override
  String type() {
    return "gauge";
  }

  @Override
  void print(AtomicLong cell, String labels, StringBuilder page) {
    page.append(prometheusName()).append('{').append(labels).append("} ").append(cell.get());
    page.append('\n');
  }
}
