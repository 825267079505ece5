package org.predictbench.bench.load.record;

/**
 * What was recorded between two moments.
 *
 * @param startMillis by the wall clock, as all times in logs are
 */
public record Interval(long startMillis, long endMillis, Histograms histograms) {
  public double seconds() {
    return (endMillis - startMillis) / 1e3;
  }
}
