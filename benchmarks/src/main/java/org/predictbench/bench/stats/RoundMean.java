package org.predictbench.bench.stats;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over rounds with its 95 % interval by Student's t: mean ± t · s / √n, with n - 1 degrees
 * of freedom. Where it is a mean of logarithms, as for every ratio, its exponential is a geometric
 * mean.
 *
 * <p>One rule for any number of rounds from two. It covers its nominal share where rounds spread
 * near normally, which logarithms of ratios of medians do, and for few rounds nothing that takes
 * less for granted is as good: {@code CoverageTest} holds it against a bootstrap over rounds.
 *
 * @see <a href="https://doi.org/10.1093/biomet/6.1.1">Student, "The Probable Error of a Mean",
 *     Biometrika 6(1), 1908</a>
 */
public final class RoundMean {
  static final double ALPHA = 0.05;

  private RoundMean() {}

  /**
   * The mean over {@code rounds}; without interval for one round, {@link Estimate#NONE} for none.
   */
  static Estimate of(List<Double> rounds) {
    if (rounds.isEmpty()) {
      return Estimate.NONE;
    }
    Sample sample = Sample.of(rounds);
    return interval(sample.mean(), sample.meanVariance(), sample.size() - 1.0);
  }

  /**
   * The mean of {@code candidate} less that of {@code base}, rounds unpaired; without interval if
   * either has one round, {@link Estimate#NONE} if either has none.
   *
   * @see <a href="https://doi.org/10.1093/biomet/34.1-2.28">B. L. Welch, "The Generalization of
   *     'Student's' Problem when Several Different Population Variances are Involved", Biometrika
   *     34, 1947</a>
   */
  static Estimate difference(List<Double> candidate, List<Double> base) {
    if (candidate.isEmpty() || base.isEmpty()) {
      return Estimate.NONE;
    }
    Sample one = Sample.of(candidate);
    Sample two = Sample.of(base);
    double variance = one.meanVariance() + two.meanVariance();
    double freedom =
        variance
            * variance
            / (one.meanVariance() * one.meanVariance() / (one.size() - 1)
                + two.meanVariance() * two.meanVariance() / (two.size() - 1));
    return interval(one.mean() - two.mean(), variance, freedom);
  }

  /** By so many standard errors an interval reaches to either side. */
  public static double quantile(double freedom) {
    return quantile(freedom, ALPHA);
  }

  /** The same of an interval that misses the truth in that share of cases. */
  static double quantile(double freedom, double alpha) {
    return -TDistribution.of(freedom).inverseCumulativeProbability(alpha / 2);
  }

  private static Estimate interval(double mean, double variance, double freedom) {
    if (Double.isNaN(variance)) {
      return new Estimate(mean, Double.NaN, Double.NaN);
    }
    if (variance == 0) {
      return new Estimate(mean, mean, mean);
    }
    double half = quantile(freedom) * Math.sqrt(variance);
    return new Estimate(mean, mean - half, mean + half);
  }

  /**
   * @param meanVariance s²/n, NaN for one round
   */
  private record Sample(int size, double mean, double meanVariance) {
    static Sample of(List<Double> rounds) {
      int n = rounds.size();
      double mean = rounds.stream().mapToDouble(Double::doubleValue).sum() / n;
      double squares = rounds.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      return new Sample(n, mean, n < 2 ? Double.NaN : squares / (n - 1) / n);
    }
  }
}
