package org.predictbench.bench.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long ago something began, by the harness's clock. */
record Since(Clock clock, Instant start) {
  static Since now(Clock clock) {
    return new Since(clock, clock.instant());
  }

  Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  double seconds() {
    return elapsed().toMillis() / 1000.0;
  }
}
