package org.predictbench.bench.load.objective;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Tag;

/**
 * A service-level objective: this share of all requests is answered within this time, counted from
 * the intended send. A request that failed or was dropped was not.
 *
 * @param tag what is limited: {@link Tag#CORRECTED} latency, or the sender's own {@link
 *     Tag#LATENESS}, which asks what the generator can do rather than the server
 * @param percentile between 0 and 100
 * @param limit zero if it is still to be measured
 * @param factor the limit as a multiple of the cell's unloaded p50; 0 if it is a time of its own
 */
public record Slo(Tag tag, double percentile, Duration limit, double factor) {
  private static final Pattern FORM =
      Pattern.compile("(late )?p(\\d{1,2}(?:\\.\\d+)?)\\s*<\\s*(\\d+(?:\\.\\d+)?)\\s*(us|ms|s|x)");

  /**
   * Reads {@code p99<50ms}, {@code p99<4x} or {@code late p99<1ms}.
   *
   * @throws IllegalArgumentException with one line that says what would be right
   */
  public static Slo parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no SLO of the form p99<50ms, or p99<4x, of its unloaded p50");
    }
    double unit =
        switch (matcher.group(4)) {
          case "us" -> 1e3;
          case "ms" -> 1e6;
          case "s" -> 1e9;
          default -> 0;
        };
    double amount = Double.parseDouble(matcher.group(3));
    double percentile = Double.parseDouble(matcher.group(2));
    if (amount == 0 || percentile <= 0) {
      throw new IllegalArgumentException("'" + text + "' demands nothing: try p99<50ms");
    }
    return new Slo(
        matcher.group(1) == null ? Tag.CORRECTED : Tag.LATENESS,
        percentile,
        Duration.ofNanos(Math.round(amount * unit)),
        unit == 0 ? amount : 0);
  }

  /** Whether the limit depends on the cell. */
  public boolean relative() {
    return factor > 0;
  }

  /** This SLO for a cell of which the unloaded median is known, to three digits. */
  public Slo of(Duration unloadedP50) {
    if (!relative()) {
      return this;
    }
    BigDecimal nanos = new BigDecimal(unloadedP50.toNanos() * factor).round(new MathContext(3));
    return new Slo(tag, percentile, Duration.ofNanos(nanos.longValue()), 0);
  }

  /** Share of requests within the limit, from 0 to 1. */
  public double met(long planned, Histograms histograms) {
    return planned == 0
        ? 0
        : (double) histograms.of(tag).getCountBetweenValues(0, limit.toNanos()) / planned;
  }

  public boolean holds(long planned, Histograms histograms) {
    // A request that was dropped was on time for the sender all the same.
    return met(planned, histograms) >= percentile / 100
        && (tag == Tag.CORRECTED || histograms.answered() == planned);
  }

  @Override
  public String toString() {
    String amount = relative() ? plain(factor) + "x" : plain(limit.toNanos() / 1e6) + "ms";
    return (tag == Tag.LATENESS ? "late p" : "p") + plain(percentile) + "<" + amount;
  }

  static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
