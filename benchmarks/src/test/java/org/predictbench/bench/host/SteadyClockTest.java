package org.predictbench.bench.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

  @Test
  void aWallClockThatIsSetChangesNoDuration() {
    AtomicLong nanos = new AtomicLong(5);
    AtomicLong seconds = new AtomicLong();
    Clock wall =
        new Clock() {
          @Override
          public Instant instant() {
            return START.plusSeconds(seconds.get());
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
          }
        };
    SteadyClock clock = new SteadyClock(wall, nanos::get);
    Stopwatch watch = Stopwatch.now(clock);
    assertThat(clock.instant()).isEqualTo(START);

    seconds.set(-3600);
    nanos.addAndGet(Duration.ofMillis(1500).toNanos());

    assertThat(watch.seconds()).isEqualTo(1.5);
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1500));
  }
}
