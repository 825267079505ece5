package org.predictbench.bench.stats.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Names rounds in a sentence. */
public final class Rounds {
  /** From so many in a row on, only the first and the last are named. */
  private static final int LONG = 3;

  private Rounds() {}

  /** {@code round 2}, {@code rounds 2, 4} or {@code rounds 1, 3 to 5}. */
  public static String named(Collection<Integer> rounds) {
    List<Integer> sorted = List.copyOf(new TreeSet<>(rounds));
    List<String> names = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i) != sorted.get(i - 1) + 1) {
        List<Integer> row = sorted.subList(first, i);
        if (row.size() >= LONG) {
          names.add(row.get(0) + " to " + row.get(row.size() - 1));
        } else {
          row.forEach(round -> names.add(round.toString()));
        }
        first = i;
      }
    }
    return (sorted.size() == 1 ? "round " : "rounds ") + String.join(", ", names);
  }
}
