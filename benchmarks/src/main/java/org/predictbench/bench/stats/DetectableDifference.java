package org.predictbench.bench.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The smallest difference that a comparison could have shown: were it the true one, four of five
 * runs as noisy as this would have an interval without 1.
 *
 * <p>By Student's t: an interval of half width {@code t(0.975) s/√n} leaves out what is {@code
 * (t(0.975) + t(0.8)) s/√n} away in about 80 % of the cases.
 *
 * @see <a href="https://doi.org/10.1177/0193841X9501900504">H. S. Bloom, "Minimum Detectable
 *     Effects", Evaluation Review 19(5), 1995</a>
 */
public final class DetectableDifference {
  /** The share of runs in which such a difference shows. */
  public static final double POWER = 0.8;

  private DetectableDifference() {}

  /**
   * As a share of the time, such as 0.03; NaN where no interval says how noisy it was.
   *
   * @param ratio with the interval of a mean of logarithms
   * @param freedom its degrees of freedom
   */
  public static double share(Estimate ratio, double freedom) {
    // What is compared with itself has an interval without width.
    if (!ratio.hasInterval() || ratio.low() == ratio.high() || freedom < 1) {
      return Double.NaN;
    }
    // By so much the spread of few rounds is less than that of many, on average.
    double few = 4 * freedom / (4 * freedom + 1);
    return Math.expm1(ratio.logHalfWidth() * errors(freedom) / RoundMean.quantile(freedom) / few);
  }

  /** So many standard errors away, a difference shows in {@link #POWER} of the runs. */
  public static double errors(double freedom) {
    return RoundMean.quantile(freedom)
        + TDistribution.of(freedom).inverseCumulativeProbability(POWER);
  }
}
