package org.predictbench.bench.program;

import java.time.Duration;

/**
 * Whether what a client program reports of a time slice can be true. It calls one request after the
 * other, so that its calls together take no longer than the slice that we saw, and not much less.
 *
 * @param asked how long it was to work
 * @param wallNanos from the message that began the slice to the one that ended it, by our clock
 */
record SliceCheck(Duration asked, long wallNanos) {
  /** No call over a socket takes less. */
  private static final long LEAST_NANOS = 1000;

  /** Of the slice; between calls a program keeps a number, and nothing else. */
  private static final double LEAST_SHARE = 0.5;

  /** A program's clock may count in steps of a millisecond. */
  private static final long SLACK_NANOS = 1_000_000;

  void requireCalls(long calls, long differing) throws ProgramException {
    if (wallNanos < asked.toNanos() - SLACK_NANOS) {
      throw wrong(
          "ended its time slice of %d ms after %d".formatted(asked.toMillis(), wallMillis()));
    }
    if (calls < 1) {
      throw wrong(
          "reports %d calls in a time slice: at least one belongs to each".formatted(calls));
    }
    if (calls > wallNanos / LEAST_NANOS) {
      throw wrong(
          "reports %d calls in a time slice of %d ms: more than one a microsecond"
              .formatted(calls, wallMillis()));
    }
    if (differing != 0) {
      throw wrong(
          "reports that %d of %d answers differ from the first one to the same request"
              .formatted(differing, calls));
    }
  }

  void requireDurations(long[] nanos) throws ProgramException {
    long sum = 0;
    for (long duration : nanos) {
      if (duration < 1) {
        throw wrong("reports a call of %d ns".formatted(duration));
      }
      if (duration > wallNanos - sum) {
        throw wrong(
            "reports calls that together last longer than their time slice of %d ms"
                .formatted(wallMillis()));
      }
      sum += duration;
    }
    if (sum < wallNanos * LEAST_SHARE) {
      throw wrong(
          "reports calls that together last %d of the %d ms of their time slice: it is to call one after the other, and to time each from arrays to arrays"
              .formatted(sum / 1_000_000, wallMillis()));
    }
  }

  private long wallMillis() {
    return wallNanos / 1_000_000;
  }

  private static ProgramException wrong(String what) {
    return new ProgramException("the client program " + what);
  }
}
