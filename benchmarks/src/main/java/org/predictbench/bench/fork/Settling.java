package org.predictbench.bench.fork;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells when calls that get faster, as the JIT compiles what they run, have become as fast as
 * matters: when the last second and a half brought no more than 2.5 % of a call of the model.
 *
 * <p>A service has been called for hours; a fork, for seconds. What a client's code costs before it
 * is compiled is many times what it costs afterwards, and would be taken for the client's own.
 *
 * <p>Calls alone deceive: between the JIT's tiers they do not get faster for seconds, while methods
 * still are counted or wait to be compiled, and two forks of one cell that ended there differ for
 * as long as they are measured. So the JIT has to be idle too, unless all that it could still save
 * is little beside a call of the model.
 */
final class Settling {
  /** Long enough for the mean of a slow client's first calls. */
  static final long WINDOW_NANOS = 500_000_000L;

  /** A collection or another process may hold up one window, hardly three. */
  private static final int COMPARED = 3;

  /** In calls of the model. */
  private static final double WORTH = 0.025;

  /**
   * HotSpot first compiles a method after 200 calls, and calls beside others at work look alike.
   */
  private static final int LEAST_CALLS = 250;

  /** Of a core's time, that the JIT may still take. */
  private static final double JIT_SHARE = 0.1;

  /**
   * A call of the stub model beside one of the model, from which no more than that can be saved.
   */
  private static final double SMALL = 0.1;

  private final List<Double> means = new ArrayList<>();

  /** The JIT's time at the end of each window, in milliseconds. */
  private final List<Long> compiled = new ArrayList<>();

  private final LongSupplier jitMillis;
  private long sum;
  private long calls;
  private long allCalls;

  /**
   * Begins.
   *
   * @param jitMillis the JIT's time so far, of all its threads
   */
  Settling(LongSupplier jitMillis) {
    this.jitMillis = jitMillis;
  }

  /** Takes a call of the stub model in. */
  void add(long nanos) {
    sum += nanos;
    calls++;
    allCalls++;
    if (sum >= WINDOW_NANOS) {
      means.add((double) sum / calls);
      compiled.add(jitMillis.getAsLong());
      sum = 0;
      calls = 0;
    }
  }

  /** Whether there were calls enough to tell. */
  boolean isKnown() {
    return means.size() > COMPARED;
  }

  /** Whether it is time to end, beside a call of the model of that duration. */
  boolean mayEnd(long modelNanos) {
    return allCalls >= LEAST_CALLS
        && isSettled(modelNanos)
        && (isCompiled() || lastNanos() <= SMALL * modelNanos);
  }

  /** Whether the JIT had next to nothing to do in the windows that are compared. */
  private boolean isCompiled() {
    int last = compiled.size() - 1;
    long millis = compiled.get(last) - compiled.get(last - COMPARED);
    return millis <= JIT_SHARE * COMPARED * TimeUnit.NANOSECONDS.toMillis(WINDOW_NANOS);
  }

  /** Whether more calls would bring little. */
  boolean isSettled(long modelNanos) {
    if (!isKnown()) {
      return false;
    }
    int then = means.size() - COMPARED;
    double before = Collections.min(means.subList(0, then));
    double now = Collections.min(means.subList(then, means.size()));
    return before - now <= WORTH * modelNanos;
  }

  /** The mean of the last full window, of what there was if none is full; 0 without a call. */
  double lastNanos() {
    if (!means.isEmpty()) {
      return means.get(means.size() - 1);
    }
    return calls == 0 ? 0 : (double) sum / calls;
  }
}
