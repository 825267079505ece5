package org.predictbench.bench.tune;

import java.util.List;

/**
 * What a setting was found to be worth, once.
 *
 * @param setting its name
 * @param stage what it was measured for, such as {@code screening-0} or {@code round-3}
 * @param control whether it is today's setting once more
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
   */
  public record Load(double rate, double micros, boolean held) {}

  public Measurement {
    loads = List.copyOf(loads);
  }

  /** Whether the objective was kept. */
  public boolean kept() {
    return !Double.isNaN(value);
  }
}
