package org.predictbench.server;

import java.time.Duration;

/** How durations read in messages. */
final class Durations {

  private Durations() {}

  static String format(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
