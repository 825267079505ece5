package org.predictbench.bench.tune;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting was found to be worth, once.
 *
 * @param setting its name
 * @param stage what it was measured for, such as {@code screening-0} or {@code round-3-of-9}
 * @param control whether the setting is measured once more in its round
 * @param value in the goal's unit; NaN if the objective was not kept
 * @param reason why not, such as {@code p99 31 ms at 40/s}; null if it was
 * @param loads in the order in which they were made
 * @param seconds that it took, start of the server included
 */
public record Measurement(
    String setting,
    String stage,
    boolean control,
    double value,
    String reason,
    List<Load> loads,
    double seconds) {
  /**
   * One of the loads that it took.
   *
   * @param rate requests a second
   * @param micros the percentile of the objective, in microseconds; NaN if no request was answered
   * @param held whether the objective was kept
   * @param problem what was wrong with a load whose latencies kept it; null if nothing was
   */
  public record Load(double rate, double micros, boolean held, String problem) {}

  private static final Pattern ROUND = Pattern.compile("round-(\\d+)-of-(\\d+)");

  public Measurement {
    loads = List.copyOf(loads);
  }

  /** The stage of a round. */
  static String round(int number, int of) {
    return "round-%d-of-%d".formatted(number, of);
  }

  /** The number of the round; empty if it was measured for another stage. */
  OptionalInt round() {
    Matcher matcher = ROUND.matcher(stage);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** How many rounds there were to be. */
  int rounds() {
    Matcher matcher = ROUND.matcher(stage);
    return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
  }

  /** Whether the objective was kept. */
  public boolean kept() {
    return !Double.isNaN(value);
  }
}
