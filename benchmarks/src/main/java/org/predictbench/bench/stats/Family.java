package org.predictbench.bench.stats;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The steps of one run, judged together. Of twenty steps that change nothing one has an interval
 * without 1 by luck; Holm's procedure bounds the chance that any has to 5 %.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">S. Holm, "A Simple Sequentially Rejective
 *     Multiple Test Procedure", Scandinavian Journal of Statistics 6(2), 1979</a>
 */
final class Family {
  private Family() {}

  /** Names of the cells whose step is shown even so. */
  static Set<String> shown(List<CellSummary> cells) {
    List<CellSummary> steps =
        cells.stream()
            .filter(cell -> !Double.isNaN(chance(cell)))
            .sorted(Comparator.comparingDouble(Family::chance))
            .toList();
    Set<String> shown = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      if (chance(steps.get(i)) > RoundMean.ALPHA / (steps.size() - i)) {
        break;
      }
      shown.add(steps.get(i).name());
    }
    return shown;
  }

  /** Of a ratio so far from 1 if the step changed nothing; NaN where that cannot be told. */
  private static double chance(CellSummary cell) {
    Estimate ratio = cell.stepRatio();
    double freedom = cell.rounds() - 1.0;
    if (!ratio.hasInterval() || freedom < 1) {
      return Double.NaN;
    }
    double halfWidth = ratio.logHalfWidth();
    if (halfWidth == 0) {
      return ratio.value() == 1 ? 1 : 0;
    }
    double errors = Math.abs(Math.log(ratio.value())) * RoundMean.quantile(freedom) / halfWidth;
    return 2 * TDistribution.of(freedom).survivalProbability(errors);
  }
}
