package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * When requests are due. Made before the load begins, so that making it takes no time from sending.
 *
 * @param offsetsNanos ascending, counted from the load's beginning
 * @param duration of the load; no offset is beyond it
 */
public record Schedule(long[] offsetsNanos, Duration duration) {

  public Schedule {
    long before = 0;
    for (long offset : offsetsNanos) {
      if (offset < before) {
        throw new IllegalArgumentException("arrivals are not in order of time");
      }
      before = offset;
    }
    if (before > duration.toNanos()) {
      throw new IllegalArgumentException("an arrival is beyond the schedule's end");
    }
  }

  /** Number of requests. */
  public int size() {
    return offsetsNanos.length;
  }

  /** Every n-th arrival: the shares of one schedule together are that schedule. */
  Schedule dealt(Share share) {
    long[] own =
        IntStream.range(0, offsetsNanos.length)
            .filter(i -> i % share.of() == share.index())
            .mapToLong(i -> offsetsNanos[i])
            .toArray();
    return new Schedule(own, duration);
  }
}
