package org.predictbench.bench.host;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that is set once, when it is made, and then goes on by a monotonic one: whoever sets the
 * machine's clock meanwhile changes neither a duration nor an order. Thread-safe.
 */
public final class SteadyClock extends Clock {
  private final Clock wall;
  private final LongSupplier nanos;
  private final Instant start;
  private final long startNanos;

  /**
   * @param wall read once, now
   * @param nanos of which only differences count
   */
  public SteadyClock(Clock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.start = wall.instant();
    this.startNanos = nanos.getAsLong();
  }

  /** One that starts at the machine's time. */
  public static SteadyClock ofThisMachine() {
    return new SteadyClock(Clock.systemUTC(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return wall.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(Clock.fixed(instant(), zone), nanos);
  }
}
