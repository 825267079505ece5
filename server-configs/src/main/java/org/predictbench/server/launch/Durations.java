package org.predictbench.server.launch;

import java.time.Duration;

/** How durations read in messages. */
public final class Durations {

  private Durations() {}

  public static String format(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
