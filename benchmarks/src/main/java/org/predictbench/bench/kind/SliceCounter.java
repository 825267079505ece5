package org.predictbench.bench.kind;

/** Is notified how much was done in each measured time slice of a cell. */
@FunctionalInterface
public interface SliceCounter {
  /** For those who do not care. */
  SliceCounter NONE = (cell, slice, calls, meanNanos) -> {};

  /**
   * A measured time slice is counted.
   *
   * @param slice counted from 0, warm-up left out
   * @param calls all that were made in it, timed or not
   * @param meanNanos of the calls that were timed
   */
  void onSlice(String cell, int slice, long calls, double meanNanos);
}
