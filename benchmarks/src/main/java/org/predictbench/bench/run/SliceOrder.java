package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order of time slices within a pass: shuffled, yet the same for the same seed, round and pass.
 */
final class SliceOrder {
  // Spreads neighbouring passes over the generator's state (the golden ratio in 64 bits).
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final long PASSES = 10_000;

  private SliceOrder() {}

  static <T> List<T> shuffled(List<T> slices, long seed, int round, int pass) {
    List<T> order = new ArrayList<>(slices);
    Collections.shuffle(order, new Random(seed + (round * PASSES + pass) * SPREAD));
    return order;
  }
}
