package org.predictbench.bench.files;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody who typed another one most likely meant. */
public final class DidYouMean {
  private DidYouMean() {}

  /** {@code ; did you mean 'run'?}, or nothing if no known name is near. */
  public static String hint(String typed, Collection<String> known) {
    return nearest(typed, known).map("; did you mean '%s'?"::formatted).orElse("");
  }

  /** The nearest name, if a third of its letters or fewer were mistyped. */
  public static Optional<String> nearest(String text, Collection<String> known) {
    String typed = text.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(typed, name)));
  }

  /**
   * Letters to insert, delete, replace, or swap with their neighbour: the optimal string alignment
   * distance.
   */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
