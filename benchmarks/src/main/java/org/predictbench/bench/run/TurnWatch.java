package org.predictbench.bench.run;

import java.util.Map;
import org.predictbench.bench.kind.TurnCounter;

/**
 * Looks on as cells take their turns. All calls come from one thread, between turns, when no cell
 * works; what a method does is in nobody's time.
 */
public interface TurnWatch extends TurnCounter {
  /**
   * The cell is rehearsed and about to warm up.
   *
   * @param processes by name, {@code client} and {@code server} first: those that work for the cell
   *     and are ours to look into
   */
  void ready(String cell, Map<String, Long> processes);

  /**
   * A measured turn begins.
   *
   * @param turn counted from 0, warm-up left out
   */
  void before(String cell, int turn);

  /** It has ended, well or not. */
  void after(String cell, int turn);
}
