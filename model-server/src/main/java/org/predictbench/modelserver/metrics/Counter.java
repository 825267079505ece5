package org.predictbench.modelserver.metrics;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A number that only grows, one for every combination of label values. Thread-safe. */
public final class Counter extends Metric<LongAdder> {
  Counter(String name, List<String> labels) {
    super(name, labels, LongAdder::new);
  }

  public void add(long amount, String... labelValues) {
    cell(labelValues).add(amount);
  }

  /** Of all combinations of label values together. */
  long total() {
    return values().mapToLong(LongAdder::sum).sum();
  }

  @Override
  long value(LongAdder cell) {
    return cell.sum();
  }

  @Override
  String type() {
    return "counter";
  }

  @Override
  void print(LongAdder cell, String labels, StringBuilder page) {
    page.append(prometheusName()).append('{').append(labels).append("} ").append(cell.sum());
    page.append('\n');
  }
}
