package org.predictbench.bench.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class NoiseLevelsTest {
  private static final Percentage ABOUT = Percentage.withPercentage(25);
  private static final Suite SUITE = Synthetic.suite(60);

  @Test
  void eachLevelIsFoundAgain() {
    NoiseLevels found = levels(new SlicedForks(0.10, 0.06, 0.03, 0.08));
    assertThat(Math.sqrt(found.calls())).isCloseTo(0.10, ABOUT);
    assertThat(Math.sqrt(found.slices())).isCloseTo(0.06, ABOUT);
    assertThat(Math.sqrt(found.forks())).isCloseTo(0.03, ABOUT);
    assertThat(Math.sqrt(found.rounds())).isCloseTo(0.08, ABOUT);
    // Of a fork's mean: (0.06² + 0.10²/8) / 6 from slices and calls, and 0.03².
    assertThat(found.measured()).isCloseTo(0.47, within(0.1));
  }

  @Test
  void aLevelWithoutNoiseIsFoundToHaveNone() {
    NoiseLevels calls = levels(new SlicedForks(0.10, 0, 0, 0));
    assertThat(calls.slices()).isLessThan(0.01 * 0.01);
    assertThat(calls.forks()).isLessThan(0.01 * 0.01);
    assertThat(calls.rounds()).isLessThan(0.01 * 0.01);
    assertThat(calls.measured()).isGreaterThan(0.8);
    assertThat(levels(new SlicedForks(0.001, 0.001, 0.05, 0)).measured()).isLessThan(0.1);
  }

  @Test
  void oneRoundOrForksWithoutSlicesSayNothing() {
    Suite one = Synthetic.suite(1);
    List<ForkRecord> forks = new SlicedForks(0.1, 0, 0, 0).of(one, 6, new Random(1));
    assertThat(NoiseLevels.of(one, forks)).isEmpty();
    assertThat(NoiseLevels.of(SUITE, Synthetic.forks(SUITE, 1, 20, 0.01))).isEmpty();
  }

  private static NoiseLevels levels(SlicedForks noise) {
    return NoiseLevels.of(SUITE, noise.of(SUITE, 6, new Random(4))).orElseThrow();
  }
}
