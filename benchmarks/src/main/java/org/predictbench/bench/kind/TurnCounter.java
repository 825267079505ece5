package org.predictbench.bench.kind;

/** Hears how much was done in each measured turn of a cell. */
@FunctionalInterface
public interface TurnCounter {
  /** For those who do not care. */
  TurnCounter NONE = (cell, turn, calls, meanNanos) -> {};

  /**
   * A measured turn is counted.
   *
   * @param turn counted from 0, warm-up left out
   * @param calls all that were made in it, timed or not
   * @param meanNanos of the calls that were timed
   */
  void turned(String cell, int turn, long calls, double meanNanos);
}
