package org.predictbench.bench.stats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.result.ForkRecord;

/** A fork's calls by the time slice in which they were made. */
public final class SliceSamples {
  private static final int NANOS_PER_MICRO = 1000;

  private SliceSamples() {}

  /** In the order of time, in nanoseconds; empty where slices were not recorded one by one. */
  public static List<Histogram> of(ForkRecord fork) {
    if (!fork.ok() || fork.jmh() == null) {
      return List.of();
    }
    List<Histogram> slices = new ArrayList<>();
    for (JsonNode slice : raw(fork)) {
      slices.add(Histogram.of(pairs(slice)));
    }
    return slices;
  }

  /** Several slices as one. */
  public static Histogram pooled(List<Histogram> slices) {
    List<long[]> pairs = new ArrayList<>();
    slices.forEach(slice -> pairs.addAll(slice.pairs()));
    return Histogram.of(pairs);
  }

  private static JsonNode raw(ForkRecord fork) {
    return fork.jmh().path("primaryMetric").path("rawDataHistogram").path(0);
  }

  private static List<long[]> pairs(JsonNode slice) {
    List<long[]> pairs = new ArrayList<>();
    for (JsonNode pair : slice) {
      // JMH wrote microseconds with three decimals.
      pairs.add(
          new long[] {
            Math.round(pair.path(0).asDouble() * NANOS_PER_MICRO), pair.path(1).asLong()
          });
    }
    return pairs;
  }
}
