package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.bench.load.suite.TrialResult;

/**
 * Where a cell stopped meeting its SLO.
 *
 * @param slo the objective
 * @param highest rate at which most trials were valid and met the SLO; empty if none
 * @param next the lowest higher rate at which they did not
 * @param because what was wrong there if not the SLO: then it is not the server's edge
 */
record Edge(
    String cell,
    String slo,
    Optional<Double> highest,
    Optional<Double> next,
    Optional<String> because) {

  static Map<String, List<TrialResult>> byCell(List<TrialResult> trials) {
    Map<String, List<TrialResult>> byCell = new LinkedHashMap<>();
    for (TrialResult result : trials) {
      byCell.computeIfAbsent(result.trial().cell(), cell -> new ArrayList<>()).add(result);
    }
    return byCell;
  }

  static Edge of(String cell, List<TrialResult> trials) {
    TreeMap<Double, List<TrialResult>> byRate = new TreeMap<>();
    for (TrialResult result : trials) {
      byRate.computeIfAbsent(result.trial().rate(), rate -> new ArrayList<>()).add(result);
    }
    // From below: a rate that holds by chance above one that does not is no rate to rely on.
    Optional<Double> highest = Optional.empty();
    Optional<Double> next = Optional.empty();
    Optional<String> because = Optional.empty();
    for (Map.Entry<Double, List<TrialResult>> rate : byRate.entrySet()) {
      if (most(rate.getValue())) {
        highest = Optional.of(rate.getKey());
      } else {
        next = Optional.of(rate.getKey());
        because =
            rate.getValue().stream()
                .filter(result -> result.kept() && !result.verdict().valid())
                .map(result -> result.verdict().reasons().get(0))
                .findFirst();
        break;
      }
    }
    return new Edge(cell, trials.get(0).trial().slo(), highest, next, because);
  }

  private static boolean most(List<TrialResult> trials) {
    return trials.stream().filter(TrialResult::held).count() * 2 > trials.size();
  }
}
