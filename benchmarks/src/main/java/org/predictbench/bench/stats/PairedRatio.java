package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;

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
}
