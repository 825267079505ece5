package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.predictbench.bench.noise.NoiseLevels;

class NoiseProseTest {
  private static final NoiseLevels OF_THREE = new NoiseLevels(3, 0.01, 0.0004, 0, 0.0025, 0.6);

  @Test
  void eachLevelHasItsDeviation() {
    assertThat(NoiseProse.of(OF_THREE, 3))
        .hasSize(2)
        .first()
        .asString()
        .contains(
            "strays by 10.0 % between calls",
            "by 2.0 % between slices",
            "by no more than shows between the forks",
            "by 5.0 % between rounds");
  }

  @Test
  void cellsThatDoNotTellAreNamedByTheirNumber() {
    assertThat(NoiseProse.of(OF_THREE, 5))
        .last()
        .asString()
        .startsWith("This is told by 3 of 5 cells");
  }
}
