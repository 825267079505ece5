package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class RoundMeanTest {
  @Test
  void intervalsAreThoseOfTheTextbook() {
    // Mean 3, s = 1.5811, t(0.975, 4) = 2.7764.
    Estimate mean = RoundMean.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
    assertThat(mean.value()).isEqualTo(3);
    assertThat(mean.halfWidth()).isCloseTo(2.7764 * 1.5811 / Math.sqrt(5), within(1e-3));

    // Welch: variances of the means 0.5 and 2, so 5.882 degrees of freedom and t = 2.4587.
    Estimate difference =
        RoundMean.difference(List.of(1.0, 2.0, 3.0, 4.0, 5.0), List.of(2.0, 4.0, 6.0, 8.0, 10.0));
    assertThat(difference.value()).isEqualTo(-3);
    assertThat(difference.halfWidth()).isCloseTo(2.4587 * Math.sqrt(2.5), within(1e-3));
  }

  @Test
  void oneRoundHasNoIntervalAndNoneNoValue() {
    assertThat(RoundMean.of(List.of(5.0)).value()).isEqualTo(5);
    assertThat(RoundMean.of(List.of(5.0)).hasInterval()).isFalse();
    assertThat(RoundMean.of(List.of()).hasValue()).isFalse();
    assertThat(RoundMean.of(List.of(5.0, 5.0))).isEqualTo(new Estimate(5, 5, 5));
    assertThat(RoundMean.difference(List.of(5.0), List.of(4.0, 3.0)).hasInterval()).isFalse();
    assertThat(RoundMean.difference(List.of(), List.of(4.0, 3.0)).hasValue()).isFalse();
    assertThat(RoundMean.difference(List.of(5.0, 5.0), List.of(3.0, 3.0)))
        .isEqualTo(new Estimate(2, 2, 2));
  }

  @Test
  void aCellAgainstItselfCoversOne() {
    Suite suite = Synthetic.suite(6);
    int covered = 0;
    for (int seed = 0; seed < 400; seed++) {
      Summary summary = Summary.of(suite, Synthetic.forks(suite, seed, 10, 0.02), seed);
      covered += summary.cell("control").orElseThrow().ratio().contains(1) ? 1 : 0;
    }
    assertThat(covered).isBetween(368, 394);
  }
}
