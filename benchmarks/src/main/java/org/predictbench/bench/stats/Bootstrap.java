package org.predictbench.bench.stats;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Bootstrap of a mean over rounds: rounds are drawn with replacement. The same seed gives the same
 * interval.
 *
 * <p>Samples within a drawn round are kept as they are. Their noise is in the rounds' values
 * already; drawing them anew as well would count it twice (A. C. Davison, D. V. Hinkley, "Bootstrap
 * Methods and their Application", 1997, section 3.8: of the two ways to resample groups, the one
 * that leaves each group whole has nearly the right variance).
 *
 * <p>Plain percentile intervals of few rounds are too narrow: they use normal instead of t
 * quantiles and a variance divided by n instead of n - 1. The percentiles are therefore widened,
 * from alpha/2 to {@code Phi(sqrt(n / (n - 1)) * t(alpha/2, n - 1))}, the expanded percentile
 * interval of T. Hesterberg, "What Teachers Should Know about the Bootstrap", 2014, section 5.3.
 * With two or three rounds this reaches beyond what resamples can show; the interval is then from
 * the smallest to the largest resample, and still too narrow.
 *
 * <p>A difference of two runs' means draws the rounds of each run on their own, and widens with the
 * degrees of freedom of B. L. Welch, "The Generalization of 'Student's' Problem when Several
 * Different Population Variances are Involved", Biometrika 34, 1947.
 */
final class Bootstrap {
  static final int RESAMPLES = 10_000;
  private static final double ALPHA = 0.05;

  private final long seed;

  Bootstrap(long seed) {
    this.seed = seed;
  }

  /**
   * A bootstrap of its own for {@code purpose}, so that one more cell changes no other's interval.
   */
  Bootstrap split(String purpose) {
    return new Bootstrap(seed * 0x9E3779B97F4A7C15L + purpose.hashCode());
  }

  /**
   * The mean over {@code rounds}; without interval for one round, {@link Estimate#NONE} for none.
   */
  Estimate mean(List<Double> rounds) {
    int n = rounds.size();
    if (n == 0) {
      return Estimate.NONE;
    }
    double[] observed = rounds.stream().mapToDouble(Double::doubleValue).toArray();
    double mean = Arrays.stream(observed).sum() / n;
    if (n == 1) {
      return new Estimate(mean, Double.NaN, Double.NaN);
    }
    double[] means = means(observed, new SplittableRandom(seed));
    Arrays.sort(means);
    double tail = tail(n);
    return new Estimate(mean, quantile(means, tail), quantile(means, 1 - tail));
  }

  /**
   * The mean of {@code candidate} less that of {@code base}, rounds unpaired; without interval if
   * either has one round, {@link Estimate#NONE} if either has none.
   */
  Estimate difference(List<Double> candidate, List<Double> base) {
    if (candidate.isEmpty() || base.isEmpty()) {
      return Estimate.NONE;
    }
    Sample first = Sample.of(candidate);
    Sample second = Sample.of(base);
    double difference = first.mean() - second.mean();
    if (first.size() == 1 || second.size() == 1) {
      return new Estimate(difference, Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] differences = means(first.values(), random);
    double[] others = means(second.values(), random);
    Arrays.setAll(differences, i -> differences[i] - others[i]);
    Arrays.sort(differences);
    double tail = tail(first, second);
    return new Estimate(difference, quantile(differences, tail), quantile(differences, 1 - tail));
  }

  private static double[] means(double[] observed, SplittableRandom random) {
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int draw = 0; draw < observed.length; draw++) {
        sum += observed[random.nextInt(observed.length)];
      }
      means[i] = sum / observed.length;
    }
    return means;
  }

  /** The expanded percentile that stands for alpha/2 with {@code n} rounds. */
  static double tail(int n) {
    return tail(n - 1, n / (n - 1.0));
  }

  private static double tail(Sample first, Sample second) {
    double variance = first.meanVariance() + second.meanVariance();
    if (variance == 0) {
      return ALPHA / 2;
    }
    double freedom =
        variance
            * variance
            / (first.meanVariance() * first.meanVariance() / (first.size() - 1)
                + second.meanVariance() * second.meanVariance() / (second.size() - 1));
    return tail(freedom, variance / (first.resampledVariance() + second.resampledVariance()));
  }

  /**
   * @param shrinkage by how much the variance of a mean exceeds that of its resamples
   */
  private static double tail(double freedom, double shrinkage) {
    double t = TDistribution.of(freedom).inverseCumulativeProbability(ALPHA / 2);
    return NormalDistribution.of(0, 1).cumulativeProbability(Math.sqrt(shrinkage) * t);
  }

  private record Sample(double[] values, double mean, double meanVariance) {
    static Sample of(List<Double> rounds) {
      double[] values = rounds.stream().mapToDouble(Double::doubleValue).toArray();
      int n = values.length;
      double mean = Arrays.stream(values).sum() / n;
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Sample(values, mean, n < 2 ? Double.NaN : squares / (n - 1) / n);
    }

    int size() {
      return values.length;
    }

    /** Resamples divide by n where an unbiased variance divides by n - 1. */
    double resampledVariance() {
      return meanVariance * (size() - 1) / size();
    }
  }

  private static double quantile(double[] sorted, double probability) {
    double position = (sorted.length - 1) * probability;
    int rank = (int) position;
    double low = sorted[rank];
    double high = sorted[Math.min(rank + 1, sorted.length - 1)];
    return low + (position - rank) * (high - low);
  }
}
