package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The order of cells within a turn: shuffled, yet the same for the same seed, round and turn. */
final class TurnOrder {
  // Spreads neighbouring turns over the generator's state (the golden ratio in 64 bits).
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final long TURNS = 10_000;

  private TurnOrder() {}

  static <T> List<T> shuffled(List<T> cells, long seed, int round, int turn) {
    List<T> order = new ArrayList<>(cells);
    Collections.shuffle(order, new Random(seed + (round * TURNS + turn) * SPREAD));
    return order;
  }
}
