package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class InterruptionTest {
  @Test
  void forksOfAddedRoundsAreNoneOfThosePlanned() {
    // Five cells.
    Suite suite = Synthetic.suite(12);
    assertThat(Interruption.measured(0, suite)).isEqualTo("0 of 60 forks");
    assertThat(Interruption.measured(60, suite)).isEqualTo("60 of 60 forks");
    assertThat(Interruption.measured(84, suite)).isEqualTo("84 forks, 24 of them in added rounds,");
  }
}
