package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectableDifferenceTest {
  private static final int RUNS = 4000;
  private static final double SIGMA = 0.03;

  /** Runs of like things tell a difference; were it there, four of five such runs would show it. */
  @ValueSource(ints = {4, 5, 9, 20})
  @ParameterizedTest
  void fourOfFiveRunsShowADifferenceOfThatSize(int rounds) {
    Random random = new Random(7);
    double told = 0;
    for (int run = 0; run < RUNS; run++) {
      told += DetectableDifference.share(ratio(rounds, 0, random), rounds - 1.0) / RUNS;
    }
    int shown = 0;
    for (int run = 0; run < RUNS; run++) {
      shown += ratio(rounds, Math.log1p(told), random).contains(1) ? 0 : 1;
    }
    assertThat((double) shown / RUNS).isCloseTo(0.8, within(0.06));
  }

  private static Estimate ratio(int rounds, double difference, Random random) {
    List<Double> one = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      one.add(Math.exp(difference + SIGMA * random.nextGaussian()));
      other.add(1.0);
    }
    return PairedRatio.of(one, other);
  }
}
