package org.predictbench.bench.load.objective;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** The distributions that intervals of shares are made from. */
final class Quantiles {
  private Quantiles() {}

  /** How much less a variance that a few blocks tell is worth than a known one, from 0 to 1. */
  static double allowance(double alpha, double freedom) {
    double known = NormalDistribution.of(0, 1).inverseCumulativeProbability(alpha);
    double estimated = TDistribution.of(freedom).inverseCumulativeProbability(alpha);
    return known / estimated * (known / estimated);
  }

  /**
   * The lower end of a share's exact interval, of {@code hits} among {@code requests}, neither of
   * which need be whole: C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits
   * Illustrated in the Case of the Binomial", Biometrika 26(4), 1934.
   */
  static double lowest(double hits, double requests, double alpha) {
    return hits <= 0 || requests <= 0
        ? 0
        : BetaDistribution.of(hits, requests - hits + 1).inverseCumulativeProbability(alpha);
  }

  /** The upper end. */
  static double highest(double hits, double requests, double alpha) {
    return hits >= requests
        ? 1
        : BetaDistribution.of(hits + 1, requests - hits).inverseCumulativeProbability(1 - alpha);
  }
}
