package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Why intervals over rounds are Student's: how often they cover the truth, beside those of a
 * bootstrap over rounds with expanded percentiles, on rounds of several shapes. What follows from
 * it is in {@code docs/reference/methodology.md}.
 */
class CoverageTest {
  private static final int[] ROUNDS = {3, 4, 6, 10, 20, 40};
  private static final int TRIALS = 1500;
  private static final int RESAMPLES = 500;

  /** How a round's logarithm of a ratio strays from the truth, 0. */
  private enum Shape {
    NORMAL,
    /** One cell in ten rounds has a slow spell of its own, ten times the usual noise. */
    SPELLS,
    /** Exponential: mean 1, skewness 2. */
    SKEWED;

    private double draw(SplittableRandom random) {
      return switch (this) {
        case NORMAL -> random.nextGaussian();
        case SPELLS -> {
          double one = cell(random);
          double other = cell(random);
          yield one - other;
        }
        case SKEWED -> -Math.log(1 - random.nextDouble()) - 1;
      };
    }

    private static double cell(SplittableRandom random) {
      double spell = random.nextDouble() < 0.1 ? -10 * Math.log(1 - random.nextDouble()) : 0;
      return random.nextGaussian() + spell;
    }

    List<Double> rounds(int n, SplittableRandom random) {
      List<Double> rounds = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        rounds.add(draw(random));
      }
      return rounds;
    }
  }

  private record Coverage(double student, double bootstrap) {}

  @Test
  void studentsIntervalsCoverTheirShareWhereRoundsAreNearNormal() {
    for (int n : ROUNDS) {
      assertThat(coverage(Shape.NORMAL, n).student()).as("%d rounds", n).isBetween(0.935, 0.965);
      assertThat(coverage(Shape.SPELLS, n).student()).as("%d rounds", n).isBetween(0.95, 0.99);
    }
  }

  @Test
  void noBootstrapOverRoundsDoesBetter() {
    for (Shape shape : Shape.values()) {
      for (int n : ROUNDS) {
        Coverage covered = coverage(shape, n);
        String where = shape + ", " + n + " rounds: " + covered;
        assertThat(covered.student()).as(where).isGreaterThan(covered.bootstrap() - 0.02);
        if (n <= 4) {
          assertThat(covered.student()).as(where).isGreaterThan(covered.bootstrap() + 0.04);
        }
      }
    }
  }

  private static Coverage coverage(Shape shape, int n) {
    SplittableRandom random = new SplittableRandom(n);
    int student = 0;
    int bootstrap = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Double> rounds = shape.rounds(n, random);
      student += RoundMean.of(rounds).contains(0) ? 1 : 0;
      bootstrap += bootstrap(rounds, random).contains(0) ? 1 : 0;
    }
    return new Coverage((double) student / TRIALS, (double) bootstrap / TRIALS);
  }

  private static Estimate bootstrap(List<Double> rounds, SplittableRandom random) {
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int draw = 0; draw < rounds.size(); draw++) {
        means[i] += rounds.get(random.nextInt(rounds.size())) / rounds.size();
      }
    }
    Arrays.sort(means);
    int tail = (int) (RESAMPLES * PercentileBootstrap.tail(rounds.size()));
    return new Estimate(0, means[tail], means[RESAMPLES - 1 - tail]);
  }
}
