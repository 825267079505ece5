package org.predictbench.bench.load.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.IntervalLog;

/**
 * A load so far, cut into blocks of time. Requests of a block share a queue, a collection, a slow
 * spell: they are no independent samples, and how much blocks differ shows how far they are not.
 *
 * @param total of all blocks together
 */
record Blocks(List<Histograms> blocks, Histograms total) {
  /** More would be shorter than what makes neighbours alike. */
  private static final int MOST = 20;

  /** Cuts intervals into blocks of as equal numbers as can be. */
  static Blocks of(List<Interval> intervals) {
    int count = Math.min(MOST, intervals.size());
    List<Histograms> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = i * intervals.size() / count;
      int to = (i + 1) * intervals.size() / count;
      blocks.add(IntervalLog.total(intervals.subList(from, to)));
    }
    return new Blocks(blocks, IntervalLog.total(intervals));
  }

  /** Requests that have their outcome. */
  static long ended(Histograms histograms) {
    return histograms.answered() + histograms.failed() + histograms.dropped();
  }

  /** Requests without an outcome yet. */
  long pending() {
    return Math.max(0, total.sent() - ended(total));
  }

  /**
   * How many requests without any dependence would tell as much of a share as these do, at that
   * confidence: by the share's variance between blocks against that of independent requests, with
   * an allowance for so few blocks, of which some may be far from the others.
   *
   * @param hits requests of a block of which the share is
   * @param all requests of a block
   * @param share that is to be told from others, from 0 to 1: the one seen, or one that is asked
   *     for, so that blocks without a hit don't look as if nothing could happen
   * @param alpha share of cases in which one side of an interval may miss
   * @return 0 if there are too few blocks to tell
   * @see <a href="https://www150.statcan.gc.ca/n1/pub/12-001-x/1998002/article/4356-eng.pdf">E. L.
   *     Korn and B. I. Graubard, "Confidence Intervals for Proportions with Small Expected Number
   *     of Positive Counts Estimated from Survey Data", Survey Methodology 24(2), 1998</a>
   */
  double independentRequests(
      ToDoubleFunction<Histograms> hits,
      ToDoubleFunction<Histograms> all,
      double share,
      double alpha) {
    int count = blocks.size();
    double requests = all.applyAsDouble(total);
    if (count < 2 || requests == 0) {
      return 0;
    }
    double squares = 0;
    double fourths = 0;
    for (Histograms block : blocks) {
      double residual = hits.applyAsDouble(block) - share * all.applyAsDouble(block);
      squares += residual * residual;
      fourths += residual * residual * residual * residual;
    }
    double variance = squares * count / (count - 1) / (requests * requests);
    double independent = share * (1 - share) / requests;
    // Fewer than there are, whatever chance makes of the blocks; all alike if nothing was hit.
    double dependence = independent == 0 ? 1 : Math.max(1, variance / independent);
    return requests / dependence * Quantiles.allowance(alpha, freedom(count, squares, fourths));
  }

  /** Degrees of freedom of a variance: fewer where one block or two make most of it. */
  private static double freedom(int count, double squares, double fourths) {
    double kurtosis = squares == 0 ? 1 : count * fourths / (squares * squares);
    return Math.max(1, Math.min(count - 1.0, 2 * count / Math.max(1e-9, kurtosis - 1)));
  }
}
