package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class BootstrapTest {
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
    for (int seed = 0; seed < 400; seed++) {
      Summary summary = Summary.of(suite, Synthetic.forks(suite, seed, 60, 0.02), seed);
      covered += summary.cell("control").orElseThrow().ratio().contains(1) ? 1 : 0;
    }
    assertThat(covered).isBetween(368, 394);
  }

  @Test
  void oneRoundHasNoIntervalAndNoneNoValue() {
    Bootstrap bootstrap = new Bootstrap(1);
    assertThat(bootstrap.mean(List.of(5.0)).value()).isEqualTo(5);
    assertThat(bootstrap.mean(List.of(5.0)).hasInterval()).isFalse();
    assertThat(bootstrap.mean(List.of()).hasValue()).isFalse();
    assertThat(bootstrap.mean(List.of(5.0, 5.0))).isEqualTo(new Estimate(5, 5, 5));
  }
}
