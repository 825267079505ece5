package org.predictbench.bench.load.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PhasesTest {
  private static final Phases DAY =
      Phases.parse("ramp 100..500 in 40s; hold 500 for 10s; burst 2000 for 5s; ramp 200..0 in 10s");

  @Test
  void readsAndWritesAlike() {
    assertThat(DAY)
        .hasToString(
            "ramp 100..500 in 40s; hold 500 for 10s; hold 2000 for 5s; ramp 200..0 in 10s");
    assertThat(Phases.parse(DAY.toString())).isEqualTo(DAY);
    assertThat(DAY.duration()).isEqualTo(Duration.ofSeconds(65));
    assertThat(DAY.rate() * 65).isCloseTo(12_000 + 5_000 + 10_000 + 1_000, within(1e-6));
  }

  @Test
  void arrivalsFollowTheRate() {
    Schedule schedule = DAY.schedule(DAY.duration(), 42, Share.WHOLE);
    assertThat(schedule.duration()).isEqualTo(DAY.duration());
    // Deviations of four sigma.
    assertThat(between(schedule, 0, 10)).isCloseTo(1_500, within(155L));
    assertThat(between(schedule, 30, 40)).isCloseTo(4_500, within(270L));
    assertThat(between(schedule, 40, 50)).isCloseTo(5_000, within(285L));
    assertThat(between(schedule, 50, 55)).isCloseTo(10_000, within(400L));
    assertThat(between(schedule, 55, 60)).isCloseTo(750, within(110L));
    assertThat(between(schedule, 60, 65)).isCloseTo(250, within(64L));
    assertThat(DAY.schedule(DAY.duration(), 42, Share.WHOLE).offsetsNanos())
        .isEqualTo(schedule.offsetsNanos());
  }

  private static long between(Schedule schedule, int from, int to) {
    return Arrays.stream(schedule.offsetsNanos())
        .filter(at -> at >= from * 1e9 && at < to * 1e9)
        .count();
  }

  @Test
  void sharesAddUp() {
    long[] one = DAY.schedule(DAY.duration(), 7, new Share(0, 2)).offsetsNanos();
    long[] two = DAY.schedule(DAY.duration(), 7, new Share(1, 2)).offsetsNanos();
    assertThat(one).isNotEqualTo(two);
    assertThat((double) one.length / two.length).isCloseTo(1, within(0.1));
    assertThat(LongStream.concat(LongStream.of(one), LongStream.of(two)).count())
        .isCloseTo(28_000, within(700L));
  }

  @Test
  void anotherRateKeepsTheShape() {
    assertThat(DAY.at(2 * DAY.rate()))
        .hasToString(
            "ramp 200..1000 in 40s; hold 1000 for 10s; hold 4000 for 5s; ramp 400..0 in 10s");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("ramp 50 in 60s", "is no phase of the form 'ramp 50..400 in 60s'"),
        Arguments.of("ramp 50..400 in 60", "is no phase of the form"),
        Arguments.of("burst 800 for 5s;", "'' is no phase"),
        Arguments.of("burst 1.2.3 for 5s", "is no rate"),
        Arguments.of("burst 1e9 for 5s", "is no phase"),
        Arguments.of("burst 99999999 for 5s", "is no rate in"),
        Arguments.of("hold 0 for 5s", "makes 0 requests"),
        Arguments.of("hold 10000000 for 600s", "makes 6000000000 requests"),
        Arguments.of("hold 5 for 0s", "lasts from 1 ms to a day"),
        Arguments.of("hold 5 for 99999999999s", "lasts from 1 ms to a day"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreOneLine(String text, String message) {
    assertThatThrownBy(() -> Phases.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
