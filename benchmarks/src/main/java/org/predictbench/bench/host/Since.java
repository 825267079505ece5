package org.predictbench.bench.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long ago something began, by the harness's clock. */
public record Since(Clock clock, Instant start) {
  public static Since now(Clock clock) {
    return new Since(clock, clock.instant());
  }

  public Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  public double seconds() {
    return elapsed().toMillis() / 1000.0;
  }
}
