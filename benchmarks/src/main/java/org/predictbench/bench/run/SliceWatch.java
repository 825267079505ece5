package org.predictbench.bench.run;

import java.util.Map;
import org.predictbench.bench.kind.SliceCounter;

/**
 * Watches the cells' time slices. All calls come from one thread, between time slices, when no cell
 * works; what a method does is in nobody's time.
 */
public interface SliceWatch extends SliceCounter {
  /**
   * The cell has had its stub-model warm-up and is about to warm up.
   *
   * @param processes by name, {@code client} and {@code server} first: those that work for the cell
   *     and are ours to look into
   */
  void ready(String cell, Map<String, Long> processes);

  /**
   * A measured time slice begins.
   *
   * @param slice counted from 0, warm-up left out
   */
  void before(String cell, int slice);

  /** It has ended, well or not. */
  void after(String cell, int slice);
}
