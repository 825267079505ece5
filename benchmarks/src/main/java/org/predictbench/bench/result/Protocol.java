package org.predictbench.bench.result;

import java.time.Duration;
import java.util.Optional;

/**
 * How a suite's cells are measured. A pass gives every cell its time slices once, in shuffled
 * order.
 *
 * @param rounds how often everything is started afresh, at least
 * @param mostRounds at most: rounds are added while nothing is wrong with the run but the width of
 *     its control's interval
 * @param stubWarmup time for which each fork, in each round, calls a stub model first, at most, so
 *     that the code of client and server is compiled before the model is called
 * @param warmup time spent in each fork before anything is recorded
 * @param measure time recorded in each fork
 * @param slice longest time that a fork runs before the others have theirs; warm-up and measured
 *     time are made of such time slices
 * @param baselineSlices recorded time slices that the baseline and its control have in a pass,
 *     where the others have one: every ratio rests on them
 * @param comparedTime what of a round stands for a cell when cells are compared
 * @param until what to go on for instead, beyond {@code rounds}; mostly empty
 */
public record Protocol(
    int rounds,
    int mostRounds,
    Duration stubWarmup,
    Duration warmup,
    Duration measure,
    Duration slice,
    int baselineSlices,
    ComparedTime comparedTime,
    Optional<Precision> until) {

  /**
   * Rounds are added until ratios are known well enough, or the time is up.
   *
   * @param halfWidth of every ratio's interval, as a share of the ratio
   * @param budget time for measuring, after which no round begins
   */
  public record Precision(double halfWidth, Duration budget) {}

  /** As many rounds as are said, compared by their medians. */
  public Protocol(
      int rounds,
      Duration stubWarmup,
      Duration warmup,
      Duration measure,
      Duration slice,
      int baselineSlices) {
    this(
        rounds,
        rounds,
        stubWarmup,
        warmup,
        measure,
        slice,
        baselineSlices,
        ComparedTime.P50,
        Optional.empty());
  }

  /** Whether the number of rounds is found out as the run goes on. */
  public boolean mayGoOn() {
    return mostRounds > rounds || until.isPresent();
  }

  /** Passes before anything is recorded. */
  public int warmupPasses() {
    return slices(warmup);
  }

  /** Passes that are recorded. */
  public int measuredPasses() {
    return slices(measure);
  }

  private int slices(Duration time) {
    return (int) time.plus(slice).minusNanos(1).dividedBy(slice);
  }

  /** Exactly so many. */
  Protocol withRounds(int newRounds) {
    return withRounds(newRounds, newRounds, until);
  }

  Protocol withMostRounds(int most) {
    return withRounds(rounds, most, until);
  }

  Protocol until(Precision precision) {
    return withRounds(rounds, rounds, Optional.of(precision));
  }

  Protocol withAllocation(int newRounds, int passes) {
    return new Protocol(
        newRounds,
        Math.max(newRounds, mostRounds),
        stubWarmup,
        warmup,
        slice.multipliedBy(passes),
        slice,
        baselineSlices,
        comparedTime,
        Optional.empty());
  }

  private Protocol withRounds(int newRounds, int most, Optional<Precision> newUntil) {
    return new Protocol(
        newRounds,
        most,
        stubWarmup,
        warmup,
        measure,
        slice,
        baselineSlices,
        comparedTime,
        newUntil);
  }
}
