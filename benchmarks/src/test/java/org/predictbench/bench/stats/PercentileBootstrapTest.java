package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class PercentileBootstrapTest {
  private static final int TRIALS = 80;
  private static final double TYPICAL_NANOS = 1e6;

  /** Standard deviation of the logarithm of a time. */
  private static final double WITHIN_ROUNDS = 0.1;

  @Test
  void percentilesAreExpandedAsPublished() {
    // t(0.025, 5) = -2.5706; times sqrt(6/5) = -2.8159; Phi of that = 0.002432.
    assertThat(PercentileBootstrap.tail(6)).isCloseTo(0.002432, within(1e-5));
    assertThat(PercentileBootstrap.tail(10_000)).isCloseTo(0.025, within(1e-4));
  }

  @Test
  void intervalsCoverWhetherRoundsDifferOrNot() {
    for (double betweenRounds : new double[] {0, 0.05}) {
      for (int rounds : new int[] {4, 6, 20}) {
        // As many samples as the percentile needs at all.
        assertThat(covered(rounds, 240 / rounds, betweenRounds, 0.9)).isBetween(0.9, 1.0);
        assertThat(covered(rounds, 800 / rounds, betweenRounds, 0.99)).isBetween(0.88, 1.0);
      }
    }
  }

  @Test
  void moreSamplesNarrowThem() {
    double few = interval(rounds(6, 200, 0, new SplittableRandom(1)), 0.9).halfWidth();
    double many = interval(rounds(6, 20_000, 0, new SplittableRandom(1)), 0.9).halfWidth();
    assertThat(many).isLessThan(few / 5);
  }

  @Test
  void oneRoundHasNone() {
    assertThat(interval(rounds(1, 200, 0, new SplittableRandom(1)), 0.9).hasInterval()).isFalse();
  }

  private static double covered(int n, int samples, double betweenRounds, double quantile) {
    SplittableRandom random = new SplittableRandom(n);
    // Logarithms of times are normal, and so are those of rounds.
    double spread = Math.hypot(WITHIN_ROUNDS, betweenRounds);
    double truth =
        TYPICAL_NANOS
            * Math.exp(NormalDistribution.of(0, spread).inverseCumulativeProbability(quantile));
    int covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      covered +=
          interval(rounds(n, samples, betweenRounds, random), quantile).contains(truth) ? 1 : 0;
    }
    return (double) covered / TRIALS;
  }

  private static Estimate interval(List<Histogram> rounds, double quantile) {
    return new PercentileBootstrap(rounds, 1).around(pooled(rounds).quantile(quantile), quantile);
  }

  private static List<Histogram> rounds(
      int n, int samples, double betweenRounds, SplittableRandom random) {
    List<Histogram> rounds = new ArrayList<>();
    for (int round = 0; round < n; round++) {
      double mood = betweenRounds * random.nextGaussian();
      List<long[]> pairs = new ArrayList<>();
      for (int i = 0; i < samples; i++) {
        double time = TYPICAL_NANOS * Math.exp(mood + WITHIN_ROUNDS * random.nextGaussian());
        pairs.add(new long[] {Math.round(time), 1});
      }
      rounds.add(Histogram.of(pairs));
    }
    return rounds;
  }

  private static Histogram pooled(List<Histogram> rounds) {
    long[] all =
        rounds.stream()
            .flatMap(r -> LongStream.range(0, r.samples()).mapToObj(r::orderStatistic))
            .mapToLong(Long::longValue)
            .toArray();
    return Histogram.of(Arrays.stream(all).mapToObj(v -> new long[] {v, 1}).toList());
  }
}
