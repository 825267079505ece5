package org.predictbench.bench.result;

import java.time.Duration;
import java.util.Optional;

/**
 * How a suite's cells are measured. A pass gives every cell its turns once, in shuffled order.
 *
 * @param rounds how often everything is started afresh; with {@code until}, the least
 * @param rehearsal time for which each fork, in each round, calls a stand-in of the model first, so
 *     that the code of client and server is compiled before the model is called
 * @param warmup time spent in each fork before anything is recorded
 * @param measure time recorded in each fork
 * @param turn longest time that a fork runs before the others have theirs; warm-up and measured
 *     time are made of such turns
 * @param baselineTurns recorded turns that the baseline and its control have in a pass, where the
 *     others have one: every ratio rests on them
 * @param until what to go on for beyond {@code rounds}; empty to stop there
 */
public record Protocol(
    int rounds,
    Duration rehearsal,
    Duration warmup,
    Duration measure,
    Duration turn,
    int baselineTurns,
    Optional<Precision> until) {

  /**
   * Rounds are added until ratios are known well enough, or the time is up.
   *
   * @param halfWidth of every ratio's interval, as a share of the ratio
   * @param budget time for measuring, after which no round begins
   */
  public record Precision(double halfWidth, Duration budget) {}

  /** As many rounds as are said. */
  public Protocol(
      int rounds,
      Duration rehearsal,
      Duration warmup,
      Duration measure,
      Duration turn,
      int baselineTurns) {
    this(rounds, rehearsal, warmup, measure, turn, baselineTurns, Optional.empty());
  }

  /** Passes before anything is recorded. */
  public int warmupPasses() {
    return turns(warmup);
  }

  /** Passes that are recorded. */
  public int measuredPasses() {
    return turns(measure);
  }

  private int turns(Duration time) {
    return (int) time.plus(turn).minusNanos(1).dividedBy(turn);
  }

  Protocol withRounds(int newRounds) {
    return new Protocol(newRounds, rehearsal, warmup, measure, turn, baselineTurns, until);
  }

  Protocol until(Precision precision) {
    return new Protocol(
        rounds, rehearsal, warmup, measure, turn, baselineTurns, Optional.of(precision));
  }
}
