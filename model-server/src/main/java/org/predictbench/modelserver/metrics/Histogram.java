package org.predictbench.modelserver.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts by bucket; a value belongs to the first bucket whose limit is above it. Thread-safe. */
final class Histogram {
  private final double[] limits;
  private final AtomicLongArray counts;
  private final DoubleAdder sum = new DoubleAdder();

  Histogram(double[] limits) {
    this.limits = limits;
    counts = new AtomicLongArray(limits.length + 1);
  }

  void add(long value) {
    int found = Arrays.binarySearch(limits, (double) value);
    counts.incrementAndGet(found >= 0 ? found + 1 : -found - 1);
    sum.add((double) value);
  }

  double limit(int bucket) {
    return limits[bucket];
  }

  long[] cumulative() {
    long[] cumulative = new long[counts.length()];
    long before = 0;
    for (int i = 0; i < cumulative.length; i++) {
      before += counts.get(i);
      cumulative[i] = before;
    }
    return cumulative;
  }

  double sum() {
    return sum.sum();
  }
}
