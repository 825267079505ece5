package org.predictbench.bench.load.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.Tag;

/**
 * Loads whose percentiles are known: log-normal latencies that have a part in common within a
 * second, which itself goes on into the next, as queues and slow spells do.
 *
 * @param rate requests a second
 * @param shared share of the logarithm's variance that a second's requests have in common
 * @param lasting correlation of one second with the next
 */
record SyntheticLoad(int rate, double shared, double lasting) {
  /** Its logarithm's standard deviation. */
  private static final double SPREAD = 0.3;

  private static final double MEDIAN_NANOS = 20e6;

  /** The true 99th percentile, in milliseconds. */
  static double p99() {
    return MEDIAN_NANOS / 1e6 * Math.exp(SPREAD * 2.3263478740408408);
  }

  /** A load of so many seconds, beginning at 0. */
  List<Interval> seconds(int count, double failed, long seed) {
    Random random = new Random(seed);
    List<Interval> intervals = new ArrayList<>();
    double common = random.nextGaussian();
    for (int second = 0; second < count; second++) {
      Histograms histograms = new Histograms();
      for (int i = 0; i < rate; i++) {
        double own = random.nextGaussian();
        double normal = Math.sqrt(shared) * common + Math.sqrt(1 - shared) * own;
        long nanos = (long) (MEDIAN_NANOS * Math.exp(SPREAD * normal));
        histograms.of(Tag.LATENESS).recordValue(1000);
        histograms.of(random.nextDouble() < failed ? Tag.FAILED : Tag.CORRECTED).recordValue(nanos);
      }
      intervals.add(new Interval(second * 1000L, (second + 1) * 1000L, histograms));
      common = lasting * common + Math.sqrt(1 - lasting * lasting) * random.nextGaussian();
    }
    return intervals;
  }

  /**
   * Requests that take 20 ms, but for those that a pause holds up, which take 60.
   *
   * @param share of requests that are held up
   * @param each how many a pause holds up
   */
  static List<Interval> withPauses(int count, int rate, double share, int each, long seed) {
    Random random = new Random(seed);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < count; second++) {
      Histograms histograms = new Histograms();
      int held = 0;
      for (int i = 0; i < rate; i++) {
        held += random.nextDouble() < share / each ? each : 0;
        histograms.of(Tag.LATENESS).recordValue(1000);
        histograms.of(Tag.CORRECTED).recordValue(held > 0 ? 60_000_000 : 20_000_000);
        held = Math.max(0, held - 1);
      }
      intervals.add(new Interval(second * 1000L, (second + 1) * 1000L, histograms));
    }
    return intervals;
  }
}
