package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Which of several candidates cannot be told from the best. The best one is left out of the
 * selection in at most one of twenty cases, however many candidates there are.
 *
 * @see <a href="https://doi.org/10.1080/00401706.1965.10490251">S. S. Gupta, "On Some Multiple
 *     Decision (Selection and Ranking) Rules", Technometrics 7(2), 1965</a>
 */
public final class Selection {
  private static final double ALPHA = 0.05;

  private Selection() {}

  /**
   * The names of those whose distance to the one with the highest mean might be chance, by
   * Student's t over the rounds that both have, one-sided, Bonferroni's bound for the number of
   * candidates.
   *
   * @param merits of each candidate round to merit; higher is better
   */
  public static Set<String> ofBest(Map<String, Map<Integer, Double>> merits) {
    Set<String> selected = new HashSet<>();
    String best = null;
    for (String name : merits.keySet()) {
      if (best == null || mean(merits.get(name)) > mean(merits.get(best))) {
        best = name;
      }
    }
    for (String name : merits.keySet()) {
      if (name.equals(best)
          || mayBeEqual(merits.get(name), merits.get(best), ALPHA / (merits.size() - 1))) {
        selected.add(name);
      }
    }
    return selected;
  }

  private static double mean(Map<Integer, Double> rounds) {
    return rounds.values().stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private static boolean mayBeEqual(
      Map<Integer, Double> one, Map<Integer, Double> best, double alpha) {
    List<Double> behind = new ArrayList<>();
    one.forEach(
        (round, merit) -> {
          if (best.containsKey(round)) {
            behind.add(best.get(round) - merit);
          }
        });
    int n = behind.size();
    if (n < 2) {
      // Nothing says how much is chance.
      return true;
    }
    double mean = behind.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = behind.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    return mean <= -TDistribution.of(n - 1.0).inverseCumulativeProbability(alpha) * error;
  }
}
