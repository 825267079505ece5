package org.predictbench.bench.stats;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Hierarchical bootstrap of a mean over rounds: rounds are drawn with replacement, then the samples
 * within each drawn round. The same seed gives the same interval. The noise of samples within a
 * round also shows between rounds and so counts twice where rounds hold few samples: the interval
 * then errs on the wide side (of 400 synthetic A/A pairs with 6 rounds of 60 samples, it contained
 * 1 in 99 %).
 *
 * <p>Plain percentile intervals of few rounds are too narrow: they use normal instead of t
 * quantiles and a variance divided by n instead of n - 1. The percentiles are therefore widened,
 * from alpha/2 to {@code Phi(sqrt(n / (n - 1)) * t(alpha/2, n - 1))}, the expanded percentile
 * interval of T. Hesterberg, "What Teachers Should Know about the Bootstrap", 2014, section 5.3.
 * With two or three rounds this reaches beyond what {@value #RESAMPLES} resamples can show; the
 * interval is then from the smallest to the largest resample, and still too narrow.
 */
final class Bootstrap {
  static final int RESAMPLES = 2000;
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
  Estimate mean(List<RoundValue> rounds) {
    int n = rounds.size();
    if (n == 0) {
      return Estimate.NONE;
    }
    double observed = rounds.stream().mapToDouble(RoundValue::observed).sum() / n;
    if (n == 1) {
      return new Estimate(observed, Double.NaN, Double.NaN);
    }
    SplittableRandom source = new SplittableRandom(seed);
    UniformRandomProvider random = source::nextLong;
    DoubleSupplier[] replicas =
        rounds.stream().map(round -> round.replicas(random)).toArray(DoubleSupplier[]::new);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int draw = 0; draw < n; draw++) {
        sum += replicas[random.nextInt(n)].getAsDouble();
      }
      means[i] = sum / n;
    }
    Arrays.sort(means);
    double tail = tail(n);
    return new Estimate(observed, quantile(means, tail), quantile(means, 1 - tail));
  }

  /** The expanded percentile that stands for alpha/2 with {@code n} rounds. */
  static double tail(int n) {
    double t = TDistribution.of(n - 1).inverseCumulativeProbability(ALPHA / 2);
    return NormalDistribution.of(0, 1).cumulativeProbability(Math.sqrt(n / (n - 1.0)) * t);
  }

  private static double quantile(double[] sorted, double probability) {
    double position = (sorted.length - 1) * probability;
    int rank = (int) position;
    double low = sorted[rank];
    double high = sorted[Math.min(rank + 1, sorted.length - 1)];
    return low + (position - rank) * (high - low);
  }
}
