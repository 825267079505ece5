package org.predictbench.bench.tune;

import java.util.Locale;
import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.send.Arrivals;
import org.predictbench.bench.report.Numbers;

/**
 * What the best setting is best at, and what it must keep.
 *
 * @param rate requests a second that are sent; empty if the highest one is asked for
 */
public record Goal(For best, Slo within, Optional<Double> rate) {
  /** What is to be had. */
  public enum For {
    /** Requests a second, as many as can be. */
    RATE("requests/s", false),
    /** Latency at a rate, as little as can be, in microseconds. */
    LATENCY("latency", true),
    /** Cores that the server is busy on at a rate, as few as can be. */
    CORES("cores", true);

    private final String unit;
    private final boolean lessIsBetter;

    For(String unit, boolean lessIsBetter) {
      this.unit = unit;
      this.lessIsBetter = lessIsBetter;
    }

    /** A column's heading. */
    public String unit() {
      return unit;
    }
  }

  /**
   * Checks that the parts go together.
   *
   * @throws InputException in one line
   */
  public Goal {
    if (within.relative() || within.tag() != Tag.CORRECTED) {
      throw new InputException("--within takes a time, such as p99<20ms, not " + within);
    }
    if (rate.isPresent() && !(rate.get() > 0 && rate.get() <= Arrivals.MOST_A_SECOND)) {
      throw new InputException(
          "--rate: expected requests a second from above 0 to 10,000,000, not " + rate.get());
    }
    if ((best == For.RATE) == rate.isPresent()) {
      throw new InputException(
          best == For.RATE
              ? "--for rate finds the rate: leave --rate out"
              : "--for %s needs --rate, the requests a second that come"
                  .formatted(best.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Of two values a number that is higher for the better one; its differences are ratios. */
  double merit(double value) {
    return best.lessIsBetter ? -Math.log(value) : Math.log(value);
  }

  /** The value that has that merit. */
  double value(double merit) {
    return Math.exp(best.lessIsBetter ? -merit : merit);
  }

  /** A value as people read it. */
  public String words(double value) {
    if (Double.isNaN(value)) {
      return Numbers.UNKNOWN;
    }
    return switch (best) {
      case RATE -> Numbers.three(value) + "/s";
      case LATENCY -> Numbers.time(value);
      case CORES -> Numbers.three(value) + " cores";
    };
  }

  /** As {@code the highest rate with p99<20ms}. */
  @Override
  public String toString() {
    String at = rate.map(r -> " at " + Numbers.trimmed(r) + "/s").orElse("");
    return switch (best) {
      case RATE -> "the highest rate with " + within;
      case LATENCY ->
          "the lowest p%s%s, with %s".formatted(Numbers.trimmed(within.percentile()), at, within);
      case CORES -> "the fewest cores%s with %s".formatted(at, within);
    };
  }
}
