package org.predictbench.bench.host;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What an idle machine takes from a thread that does nothing but look at the clock: every gap
 * between two looks that is longer than such a look can be is time that others had.
 *
 * @param seconds for which was looked
 * @param stolenShare of that time in gaps
 * @param largestGapMicros the longest of them
 */
public record Jitter(double seconds, double stolenShare, double largestGapMicros) {
  /** A look takes some 30 ns; a gap of this length is an interrupt at the least. */
  private static final long GAP_NANOS = 10_000;

  /**
   * @param nanos the clock
   */
  static Jitter measure(LongSupplier nanos, Duration duration) {
    long start = nanos.getAsLong();
    long last = start;
    long stolen = 0;
    long largest = 0;
    while (last - start < duration.toNanos()) {
      long now = nanos.getAsLong();
      if (now - last >= GAP_NANOS) {
        stolen += now - last;
        largest = Math.max(largest, now - last);
      }
      last = now;
    }
    double elapsed = last - start;
    return new Jitter(elapsed / 1e9, stolen / elapsed, largest / 1e3);
  }
}
