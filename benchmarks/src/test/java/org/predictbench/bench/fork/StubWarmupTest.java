package org.predictbench.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.StubCalls;

class StubWarmupTest {
  private static final long MILLI = 1_000_000;
  private static final long MODEL = 80 * MILLI;

  private long now;
  private long jitMillis;
  private int calls;
  private int modelCalls;

  /** As the JIT does it: 40 ms at first, 4 ms in the end. */
  private static long compiled(long call) {
    return Math.round((4 + 36 * Math.exp(-call / 100.0)) * MILLI);
  }

  private StubCalls warmUp(LongUnaryOperator stub, Duration most) {
    return StubWarmup.run(
        () -> now += stub.applyAsLong(calls++),
        () -> {
          modelCalls++;
          now += MODEL;
        },
        most,
        () -> now,
        () -> jitMillis);
  }

  @Test
  void endsOnceCallsAreAsFastAsMatters() {
    StubCalls made = warmUp(StubWarmupTest::compiled, Duration.ofSeconds(60));
    assertThat(made.settled()).isTrue();
    assertThat(made.seconds()).isBetween(4.0, 9.0);
    // 4 and no more than a thirtieth of the model's 80.
    assertThat(made.lastMillis()).isLessThan(6.7);
    assertThat(made.calls()).isEqualTo(calls);
    assertThat(modelCalls).isEqualTo(2);
  }

  @Test
  void tellsThatCallsStillGotFaster() {
    StubCalls made = warmUp(call -> compiled(call / 4), Duration.ofSeconds(4));
    assertThat(made.settled()).isFalse();
    assertThat(made.seconds()).isBetween(4.0, 4.1);
  }

  @Test
  void saysNothingAfterTooShortATime() {
    assertThat(warmUp(StubWarmupTest::compiled, Duration.ofSeconds(1)).settled()).isNull();
  }

  @Test
  void isNotDeceivedByHaltsNorByAFirstCallThatLoadsClasses() {
    // A collection now and then, and a neighbour for a second.
    StubCalls made =
        warmUp(
            call ->
                call == 0
                    ? 800 * MILLI
                    : compiled(call)
                        + (call % 40 == 7 ? 60 * MILLI : 0)
                        + (call == 150 ? 900 * MILLI : 0),
            Duration.ofSeconds(60));
    assertThat(made.settled()).isTrue();
    assertThat(made.lastMillis()).isLessThan(7);
  }

  @Test
  void isShortWhereTheClientCostsLittleBesideTheModel() {
    StubCalls made =
        warmUp(call -> Math.round((1 + Math.exp(-call / 100.0)) * MILLI), Duration.ofSeconds(60));
    assertThat(made.seconds()).isLessThan(3.5);
  }

  /** Between two tiers of the JIT calls are alike for seconds, and then get faster. */
  @Test
  void isNotDeceivedByAPlateauWhileTheJitIsAtWork() {
    StubCalls made =
        warmUp(
            call -> {
              boolean atWork = now < 9_000 * MILLI;
              jitMillis = Math.min(now, 9_000 * MILLI) / MILLI / 4;
              return (atWork ? 12 : 3) * MILLI;
            },
            Duration.ofSeconds(60));
    assertThat(made.lastMillis()).isEqualTo(3);
    assertThat(made.seconds()).isBetween(10.0, 13.0);
    assertThat(made.settled()).isTrue();
  }

  @Test
  void doesNotAwaitAJitThatCanSaveLittleBesideTheModel() {
    StubCalls made =
        warmUp(
            call -> {
              jitMillis = now / MILLI / 2;
              return 5 * MILLI;
            },
            Duration.ofSeconds(60));
    assertThat(made.seconds()).isLessThan(3.5);
  }

  /**
   * Beside the first call of a small model, which is a cold one, any call of the stub is little.
   */
  @Test
  void isNotDeceivedByTheFirstCallOfASmallModel() {
    StubCalls made =
        StubWarmup.run(
            () -> {
              jitMillis = Math.min(now, 9_000 * MILLI) / MILLI / 4;
              now += (now < 9_000 * MILLI ? 4 : 2) * MILLI;
            },
            () -> now += (modelCalls++ == 0 ? 200 : 2) * MILLI,
            Duration.ofSeconds(60),
            () -> now,
            () -> jitMillis);
    assertThat(made.seconds()).isBetween(10.0, 13.0);
    assertThat(made.lastMillis()).isEqualTo(2);
  }

  @Test
  void leavesAFailureOfTheModelToTheCallThatCounts() {
    StubCalls made =
        StubWarmup.run(
            () -> now += MILLI,
            () -> {
              throw new IllegalStateException("UNAVAILABLE");
            },
            Duration.ofSeconds(4),
            () -> now,
            () -> 0);
    assertThat(made.calls()).isPositive();
  }
}
