package org.predictbench.bench.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long ago something began, by the harness's clock. */
public record Stopwatch(Clock clock, Instant start) {
  public static Stopwatch now(Clock clock) {
    return new Stopwatch(clock, clock.instant());
  }

  public Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  public double seconds() {
    return elapsed().toMillis() / 1000.0;
  }
}
