package org.predictbench.bench.tune;

import java.time.Duration;

/**
 * How much a measurement may take.
 *
 * @param trial how long a load lasts, unless too few requests would come
 * @param requests that a load should have at least
 * @param step factor between the first rates that are tried
 * @param precision the rates between which the highest lies differ by this share at most
 */
public record Effort(Duration trial, int requests, double step, double precision) {
  /** To get to know the machine, or a setting of which nothing is known. */
  static final Effort FIRST = new Effort(Duration.ofMillis(1500), 60, 1.6, 0.25);

  private static final Effort SECOND = new Effort(Duration.ofMillis(2500), 100, 1.3, 0.12);
  private static final Effort THIRD = new Effort(Duration.ofSeconds(4), 150, 1.2, 0.08);

  /** For rounds of which each is one figure. */
  static final Effort CONFIRMING = new Effort(Duration.ofSeconds(4), 200, 1.15, 0.05);

  /** Of a stage of screening, from 0. */
  static Effort ofStage(int stage) {
    return stage == 0 ? FIRST : stage == 1 ? SECOND : THIRD;
  }

  /** Against one that is short, how long one takes. */
  double cost() {
    return (double) trial.toMillis() / FIRST.trial.toMillis();
  }

  /** How long a load at a rate lasts: 15 s at most, however slow the server. */
  Duration at(double rate) {
    long millis = (long) Math.min(15_000, 1e3 * requests / rate);
    return Duration.ofMillis(Math.max(trial.toMillis(), millis));
  }
}
