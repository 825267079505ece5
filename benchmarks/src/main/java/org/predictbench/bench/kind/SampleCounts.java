package org.predictbench.bench.kind;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers durations into a fork record's histogram. Not thread-safe. */
final class SampleCounts {
  private final Map<Long, Long> counts = new TreeMap<>();

  void add(long nanos, long count) {
    counts.merge(nanos, count, Long::sum);
  }

  /** Pairs of nanoseconds and count, ascending. */
  List<long[]> pairs() {
    return counts.entrySet().stream().map(e -> new long[] {e.getKey(), e.getValue()}).toList();
  }
}
