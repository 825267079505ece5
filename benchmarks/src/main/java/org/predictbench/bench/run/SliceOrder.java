package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order of a round's forks, and of the time slices within a pass: shuffled, yet the same for
 * the same seed, and every second one the one before it backwards.
 *
 * <p>A fork that starts later than another may be measured one percent faster, and a machine may
 * get slower by the minute. Of two rounds, or two passes, each cell has the later place in one and
 * the earlier in the other, so that it gains as much as it loses (counterbalancing, ABBA). Chance
 * alone leaves four rounds unbalanced more often than not.
 */
final class SliceOrder {
  // Spreads neighbouring passes over the generator's state (the golden ratio in 64 bits).
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final long PASSES = 10_000;

  private SliceOrder() {}

  /** Of the forks of a round, counted from 1. */
  static <T> List<T> ofRound(List<T> cells, long seed, int round) {
    return order(cells, seed, pair(round) * PASSES, isSecond(round));
  }

  /** Of the time slices of a round's pass, both counted from 1. */
  static <T> List<T> ofPass(List<T> slices, long seed, int round, int pass) {
    return order(slices, seed, round * PASSES + pair(pass), isSecond(pass));
  }

  private static long pair(int number) {
    return (number + 1L) / 2;
  }

  private static boolean isSecond(int number) {
    return number % 2 == 0;
  }

  private static <T> List<T> order(List<T> of, long seed, long stream, boolean backwards) {
    List<T> order = new ArrayList<>(of);
    Collections.shuffle(order, new Random(seed + stream * SPREAD));
    if (backwards) {
      Collections.reverse(order);
    }
    return order;
  }
}
