package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How two things compare that were measured in pairs, close to each other in time. Stateless. */
public final class PairedRatio {
  private PairedRatio() {}

  /**
   * The geometric mean of the pairs' ratios, with its 95 % interval by Student's t over pairs.
   *
   * @param numerators and denominators in pairs; what one has more than the other is left out
   */
  public static Estimate of(List<Double> numerators, List<Double> denominators) {
    List<Double> logarithms = new ArrayList<>();
    for (int i = 0; i < Math.min(numerators.size(), denominators.size()); i++) {
      logarithms.add(Math.log(numerators.get(i) / denominators.get(i)));
    }
    return RoundMean.of(logarithms).map(Math::exp);
  }

  /**
   * The same of products, paired by round: in each round that all have, the values of all
   * numerators over those of all denominators.
   *
   * @param numerators round to value, as are the denominators
   */
  public static Estimate ofRounds(
      List<Map<Integer, Double>> numerators, List<Map<Integer, Double>> denominators) {
    Set<Integer> rounds = new TreeSet<>(numerators.get(0).keySet());
    numerators.forEach(values -> rounds.retainAll(values.keySet()));
    denominators.forEach(values -> rounds.retainAll(values.keySet()));
    return of(products(rounds, numerators), products(rounds, denominators));
  }

  private static List<Double> products(Set<Integer> rounds, List<Map<Integer, Double>> factors) {
    return rounds.stream()
        .map(
            round ->
                factors.stream()
                    .mapToDouble(values -> values.get(round))
                    .reduce(1, (a, b) -> a * b))
        .toList();
  }
}
