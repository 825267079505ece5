package org.predictbench.bench.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.noise.Allocation.Cost;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.Histogram;
import org.predictbench.bench.stats.RoundMean;

class AllocationTest {
  private static final Cost COST = new Cost(30, 3);

  @Test
  void theControlShowsTheNoiseOfSlicesAndOfForks() {
    Suite suite = Synthetic.suite(80);
    ControlNoise noise = noise(suite, new SlicedForks(0.001, 0.04, 0.02, 0.1), 9);
    assertThat(Math.sqrt(noise.slice())).isCloseTo(0.04, Percentage.withPercentage(15));
    assertThat(Math.sqrt(noise.fork())).isCloseTo(0.02, Percentage.withPercentage(25));
  }

  @Test
  void noiseOfSlicesIsMetByPassesAndNoiseOfForksByRounds() {
    Allocation slices =
        Allocation.detecting(0.02, new ControlNoise(0, 0.04 * 0.04), COST).orElseThrow();
    Allocation forks =
        Allocation.detecting(0.02, new ControlNoise(0.02 * 0.02, 0), COST).orElseThrow();
    assertThat(slices.passes()).isGreaterThan(10);
    assertThat(forks.passes()).isEqualTo(2);
    assertThat(forks.rounds()).isGreaterThan(slices.rounds());
  }

  @Test
  void aSmallerDifferenceTakesLongerAndATinyOneIsOutOfReach() {
    ControlNoise noise = new ControlNoise(0.01 * 0.01, 0.03 * 0.03);
    assertThat(Allocation.detecting(0.01, noise, COST).orElseThrow().seconds())
        .isGreaterThan(3 * Allocation.detecting(0.02, noise, COST).orElseThrow().seconds());
    assertThat(Allocation.detecting(0.0001, noise, COST)).isEmpty();
  }

  /** Runs as planned, in which one cell is slower by what they were planned for. */
  @Test
  void mostRunsThatArePlannedForADifferenceShowIt() {
    SlicedForks noisy = new SlicedForks(0.01, 0.03, 0.008, 0.05);
    Random random = new Random(9);
    ControlNoise pilot = noise(Synthetic.suite(40), noisy, 6);
    Allocation plan = Allocation.detecting(0.02, pilot, COST).orElseThrow();
    int found = 0;
    for (int run = 0; run < 100; run++) {
      double sum = 0;
      double squares = 0;
      for (int round = 0; round < plan.rounds(); round++) {
        double difference = Math.log(0.98) + logTime(noisy, plan, random);
        difference -= logTime(noisy, plan, random);
        sum += difference;
        squares += difference * difference;
      }
      double n = plan.rounds();
      double error = Math.sqrt((squares - sum * sum / n) / (n - 1) / n);
      found += sum / n + RoundMean.quantile(n - 1) * error < 0 ? 1 : 0;
    }
    assertThat(found).isBetween(74, 99);
  }

  private static double logTime(SlicedForks noisy, Allocation plan, Random random) {
    double own = noisy.fork() * random.nextGaussian();
    return Math.log(
        Histogram.of(noisy.fork("a", 1, 1, own, plan.passes(), random).histogramNanos()).median());
  }

  private static ControlNoise noise(Suite suite, SlicedForks noisy, int slices) {
    List<ForkRecord> forks = noisy.of(suite, slices, new Random(2));
    return ControlNoise.of(suite, forks).orElseThrow();
  }
}
