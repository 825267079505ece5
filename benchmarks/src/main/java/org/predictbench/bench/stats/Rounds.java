package org.predictbench.bench.stats;

import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names rounds in a sentence. */
final class Rounds {
  private Rounds() {}

  /** {@code round 2}, or {@code rounds 2, 4}. */
  static String named(Collection<Integer> rounds) {
    TreeSet<Integer> sorted = new TreeSet<>(rounds);
    return (sorted.size() == 1 ? "round " : "rounds ")
        + sorted.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
