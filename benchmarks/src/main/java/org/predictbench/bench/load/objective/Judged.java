package org.predictbench.bench.load.objective;

/**
 * A requirement, and what a load showed of it.
 *
 * @param requirement as {@link Requirement#toString} writes it
 * @param value the percentile in microseconds, or the share from 0 to 1; NaN if unknown
 * @param low the lower end of its interval at the look that decided, or the last one
 * @param high the upper end; infinite if it cannot be told
 * @param confidence of the interval, from 0 to 1
 * @param requests that had their outcome by then
 * @param seconds of load by then
 */
public record Judged(
    String requirement,
    Decision decision,
    double value,
    double low,
    double high,
    double confidence,
    long requests,
    double seconds) {
  /** Whether its values are shares of requests; else they are microseconds. */
  public boolean isShare() {
    return requirement.startsWith("failed");
  }
}
