package org.predictbench.bench.load.record;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One histogram a tag, in nanoseconds: of an interval, of a load, or of several. Not thread-safe.
 */
public final class Histograms {
  /** Longer waits are recorded as this long. */
  static final long HIGHEST_NANOS = 3_600_000_000_000L;

  /** Every histogram has the same resolution, three digits, so that sums of them are exact. */
  static final int DIGITS = 3;

  private final Map<Tag, Histogram> byTag = new EnumMap<>(Tag.class);

  public Histograms() {
    for (Tag tag : Tag.values()) {
      // Grows to the values it takes: a long load has thousands of these, most of them of
      // milliseconds, or empty.
      byTag.put(tag, new Histogram(DIGITS));
    }
  }

  public Histogram of(Tag tag) {
    return byTag.get(tag);
  }

  /** Adds all samples of another; nothing is lost or rounded anew. */
  public void add(Histograms other) {
    byTag.forEach((tag, histogram) -> histogram.add(other.of(tag)));
  }

  void add(Tag tag, Histogram other) {
    byTag.get(tag).add(other);
  }

  public long sent() {
    return count(Tag.LATENESS);
  }

  public long answered() {
    return count(Tag.CORRECTED);
  }

  public long failed() {
    return count(Tag.FAILED);
  }

  public long dropped() {
    return count(Tag.DROPPED);
  }

  private long count(Tag tag) {
    return of(tag).getTotalCount();
  }

  /** Value at a percentile from 0 to 100 in microseconds; NaN if there is no sample. */
  public double micros(Tag tag, double percentile) {
    Histogram histogram = of(tag);
    return histogram.getTotalCount() == 0
        ? Double.NaN
        : histogram.getValueAtPercentile(percentile) / 1e3;
  }
}
