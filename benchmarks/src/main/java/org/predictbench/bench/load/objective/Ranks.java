package org.predictbench.bench.load.objective;

import org.HdrHistogram.Histogram;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Tag;

/**
 * Requests in the order of their latency, those that were lost behind all others.
 *
 * @param tag what is their latency; by {@link Tag#LATENESS} none is ever lost
 */
record Ranks(Tag tag, Blocks blocks) {
  /**
   * The latency that this share of requests does not exceed, in microseconds; infinite if that is a
   * lost one's.
   *
   * @param quick of the requests without an outcome yet, the share that is taken for the quickest
   *     of all, the others for the slowest
   */
  double at(double level, double quick) {
    Histogram histogram = blocks.total().of(tag);
    long pending = tag == Tag.LATENESS ? 0 : blocks.pending();
    long everyone = all(blocks.total()) + pending;
    long rank = (long) Math.ceil(level * everyone - quick * pending);
    if (rank <= 0) {
      return 0;
    }
    return rank > histogram.getTotalCount()
        ? Double.POSITIVE_INFINITY
        : histogram.getValueAtPercentile(100.0 * rank / histogram.getTotalCount()) / 1e3;
  }

  /** The same of the upper end of an interval: infinite, too, if hardly a request is beyond. */
  double atMost(double level) {
    return (1 - level) * all(blocks.total()) < 1 ? Double.POSITIVE_INFINITY : at(level, 0);
  }

  /**
   * The share of requests that take longer than so many microseconds.
   *
   * @param asked the share with which it is compared
   * @param alpha share of cases in which one side may miss
   */
  ShareInterval beyond(double micros, double asked, double alpha) {
    double pending = tag == Tag.LATENESS ? 0 : blocks.pending();
    return ShareInterval.of(
        blocks, block -> above(block, micros), this::all, pending, asked, alpha);
  }

  private long above(Histograms block, double micros) {
    Histogram histogram = block.of(tag);
    long within =
        Double.isInfinite(micros)
            ? histogram.getTotalCount()
            : histogram.getCountBetweenValues(0, Math.round(micros * 1e3));
    return all(block) - within;
  }

  private long all(Histograms block) {
    return tag == Tag.LATENESS ? block.sent() : Blocks.ended(block);
  }
}
