package org.predictbench.bench.load.objective;

import java.util.function.ToDoubleFunction;
import org.predictbench.bench.load.record.Histograms;

/**
 * The interval of a share of requests that are no independent samples.
 *
 * @param share as seen; NaN if there is no request
 * @param low the lower end, from 0 to 1
 * @param high the upper end
 * @param asked the share with which it is compared
 */
record ShareInterval(double share, double low, double high, double asked) {
  /**
   * Of requests without an outcome yet, none counts for the lower end and all for the upper one.
   *
   * @param hits requests of a block of which the share is
   * @param all requests of a block
   * @param pending requests without an outcome yet
   * @param alpha share of cases in which one side may miss
   */
  static ShareInterval of(
      Blocks blocks,
      ToDoubleFunction<Histograms> hits,
      ToDoubleFunction<Histograms> all,
      double pending,
      double asked,
      double alpha) {
    double known = all.applyAsDouble(blocks.total());
    if (known == 0) {
      return new ShareInterval(Double.NaN, 0, 1, asked);
    }
    double hit = hits.applyAsDouble(blocks.total());
    double least = hit / (known + pending);
    double most = (hit + pending) / (known + pending);
    double seen = hit / known;
    double requests = blocks.independentRequests(hits, all, seen, alpha);
    double cautious =
        seen < asked
            ? Math.min(requests, blocks.independentRequests(hits, all, asked, alpha))
            : requests;
    return new ShareInterval(
        seen,
        Quantiles.lowest(least * requests, requests, alpha),
        Quantiles.highest(most * cautious, cautious, alpha),
        asked);
  }

  /** Whether it is below what is asked for. */
  Decision decide() {
    if (high < asked) {
      return Decision.PASS;
    }
    return low > asked ? Decision.FAIL : Decision.UNDECIDED;
  }
}
