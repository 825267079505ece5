package org.predictbench.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForkPropertiesTest {
  private static final Optional<String> STUB = Optional.of("stub");

  @Test
  void aSuitesStubWarmupIsTheForks() {
    assertThat(ForkProperties.stubWarmupArguments(STUB, Duration.ofSeconds(6)))
        .containsExactly(
            "-Dpredictbench.fork.stubWarmupMillis=6000", "-Dpredictbench.fork.stubModel=stub");
  }

  /** Else a fork takes what holds for plain JMH: 12 s. */
  @Test
  void aSuiteWithoutOneSaysSo() {
    assertThat(ForkProperties.stubWarmupArguments(STUB, Duration.ZERO))
        .containsExactly("-Dpredictbench.fork.stubWarmupMillis=0");
  }
}
