package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class BootstrapTest {
  /** The shortcut by Beta draws must be distributed as medians of samples really drawn. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 101})
  void resampledMediansAreDistributedAsIfSamplesWereDrawn(int n) {
    long[] values = LongStream.range(0, n).map(i -> i * i + 1).toArray();
    Histogram histogram =
        Histogram.of(Arrays.stream(values).mapToObj(v -> new long[] {v, 1}).toList());
    SplittableRandom source = new SplittableRandom(1);
    DoubleSupplier replicas = RoundValue.median(histogram).replicas(source::nextLong);
    Random random = new Random(2);
    DoubleSupplier drawn =
        () -> {
          long[] sample = random.ints(n, 0, n).mapToLong(i -> values[i]).sorted().toArray();
          return (sample[(n - 1) / 2] + sample[n / 2]) / 2.0;
        };
    for (double p : new double[] {0.05, 0.3, 0.5, 0.7, 0.95}) {
      assertThat(quantile(replicas, p))
          .as("quantile %s", p)
          .isCloseTo(quantile(drawn, p), within(0.03 * values[n - 1]));
    }
  }

  private static double quantile(DoubleSupplier draws, double p) {
    double[] sorted = DoubleStream.generate(draws).limit(10_000).sorted().toArray();
    return sorted[(int) (p * sorted.length)];
  }

  @Test
  void percentilesAreExpandedAsPublished() {
    // t(0.025, 5) = -2.5706; times sqrt(6/5) = -2.8159; Phi of that = 0.002432.
    assertThat(Bootstrap.tail(6)).isCloseTo(0.002432, within(1e-5));
    assertThat(Bootstrap.tail(10_000)).isCloseTo(0.025, within(1e-4));
  }

  @Test
  void aCellAgainstItselfCoversOne() {
    Suite suite = Synthetic.suite(6);
    int covered = 0;
    for (int seed = 0; seed < 100; seed++) {
      Summary summary = Summary.of(suite, Synthetic.forks(suite, seed, 60, 0.02), seed);
      covered += summary.cell("control").orElseThrow().ratio().contains(1) ? 1 : 0;
    }
    assertThat(covered).isBetween(90, 100);
  }

  @Test
  void oneRoundHasNoIntervalAndNoneNoValue() {
    RoundValue value = RoundValue.mean(Histogram.of(List.of(new long[] {5, 2})));
    Bootstrap bootstrap = new Bootstrap(1);
    assertThat(bootstrap.mean(List.of(value)).value()).isEqualTo(5);
    assertThat(bootstrap.mean(List.of(value)).hasInterval()).isFalse();
    assertThat(bootstrap.mean(List.of()).hasValue()).isFalse();
    assertThat(bootstrap.mean(List.of(value, value))).isEqualTo(new Estimate(5, 5, 5));
  }
}
