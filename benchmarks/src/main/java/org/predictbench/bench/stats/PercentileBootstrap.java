package org.predictbench.bench.stats;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * 95 % interval of a percentile of all rounds' samples, by a hierarchical bootstrap: rounds are
 * drawn with replacement, then samples from those drawn. The same seed gives the same interval.
 *
 * <p>Rounds drawn whole would not do here, as few samples make a tail: whole, their resamples know
 * but a handful of values for p99. Drawing samples as well counts some of their noise twice, so
 * that intervals are rather too wide than too narrow ({@code PercentileBootstrapTest}).
 *
 * <p>The intervals' ends are the resamples' percentiles expanded for few rounds, from alpha/2 to
 * {@code Phi(sqrt(n / (n - 1)) * t(alpha/2, n - 1))}: T. Hesterberg, "What Teachers Should Know
 * about the Bootstrap", 2014, section 5.3.
 */
final class PercentileBootstrap {
  private static final int RESAMPLES = 2_000;

  private final List<Histogram> rounds;
  private final long seed;

  /**
   * @param rounds each with at least one sample
   */
  PercentileBootstrap(Collection<Histogram> rounds, long seed) {
    this.rounds = List.copyOf(rounds);
    this.seed = seed;
  }

  /**
   * The interval around {@code observed}, in nanoseconds; without one for fewer than two rounds.
   *
   * @param observed the quantile of all samples
   */
  Estimate around(double observed, double quantile) {
    int n = rounds.size();
    if (n < 2) {
      return new Estimate(observed, Double.NaN, Double.NaN);
    }
    double[] resamples = resamples(quantile);
    Arrays.sort(resamples);
    double tail = tail(n);
    return new Estimate(
        observed,
        Math.min(observed, at(resamples, tail)),
        Math.max(observed, at(resamples, 1 - tail)));
  }

  /**
   * A resample's quantile is drawn at once: the k-th smallest of N uniform numbers is distributed
   * as Beta(k, N - k + 1), and the drawn rounds' common distribution function turns it into a time.
   */
  private double[] resamples(double quantile) {
    SplittableRandom random = new SplittableRandom(seed);
    UniformRandomProvider source = random::nextLong;
    long samples = rounds.stream().mapToLong(Histogram::samples).sum();
    double rank = 1 + quantile * (samples - 1);
    ContinuousDistribution.Sampler uniform =
        BetaDistribution.of(rank, samples - rank + 1).createSampler(source);
    double[] resamples = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int[] times = new int[rounds.size()];
      for (int draw = 0; draw < times.length; draw++) {
        times[random.nextInt(times.length)]++;
      }
      resamples[i] = inverse(times, uniform.sample());
    }
    return resamples;
  }

  /**
   * The smallest time that a share of {@code probability} of the drawn rounds' samples is within.
   */
  private double inverse(int[] times, double probability) {
    long drawn = 0;
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        Histogram round = rounds.get(i);
        drawn += times[i] * round.samples();
        low = Math.min(low, round.orderStatistic(0));
        high = Math.max(high, round.orderStatistic(round.samples() - 1));
      }
    }
    double wanted = probability * drawn;
    while (low < high) {
      long middle = low + (high - low) / 2;
      long within = 0;
      for (int i = 0; i < times.length; i++) {
        within += times[i] == 0 ? 0 : times[i] * rounds.get(i).within(middle);
      }
      if (within >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The expanded percentile that stands for alpha/2 with {@code n} rounds. */
  static double tail(int n) {
    double t = -RoundMean.quantile(n - 1.0);
    return NormalDistribution.of(0, 1).cumulativeProbability(Math.sqrt(n / (n - 1.0)) * t);
  }

  private static double at(double[] sorted, double probability) {
    double position = (sorted.length - 1) * probability;
    int rank = (int) position;
    double low = sorted[rank];
    double high = sorted[Math.min(rank + 1, sorted.length - 1)];
    return low + (position - rank) * (high - low);
  }
}
