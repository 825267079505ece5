package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.predictbench.bench.noise.Allocation;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.SuiteYaml;

class RunTimeTest {
  private static Allocation.Cost cost(String stubWarmup, int cores) {
    Suite suite =
        SuiteYaml.read(
            "x.yaml",
            """
            name: x
            question: How long?
            model: fixed-reply
            batch_size: 1
            rounds: 2
            stub_warmup: %s
            warmup: 200ms
            measure: 1s
            slice: 200ms
            baseline: a
            control: b
            max_control_half_width: 0.1
            tolerance: 0.001
            cells:
              - {name: a, client: {reuse: shared}, server: native}
              - {name: b, client: {reuse: shared}, server: native}
              - {name: c, kind: process, client: {program: python}, server: native}
            """
                .formatted(stubWarmup));
    return RunTime.cost(suite, cores);
  }

  @Test
  void mostWarmUpsEndByThemselves() {
    // Three forks of 1 s and 4 s, each with a slice of warm-up, 200 ms and what lies between two.
    assertThat(cost("7s", 2).round()).isCloseTo(3 * (5 + 0.25), within(0.01));
    assertThat(cost("2s", 2).round()).isCloseTo(3 * (3 + 0.25), within(0.01));
    assertThat(cost("7s", 2).pass()).isCloseTo(3 * 0.25, within(0.01));
  }

  @Test
  void whereCallsAreShortTheJitTakesMostOfTheTimeAndAProgramDoesNot() {
    assertThat(cost("20s", 2).round()).isCloseTo(2 * 16 + 5 + 3 * 0.25, within(0.01));
  }

  @Test
  void moreCoresWarmMoreForksAtOnce() {
    assertThat(cost("7s", 8).round()).isCloseTo(3 * (5 / 4.0 + 0.25), within(0.01));
  }
}
