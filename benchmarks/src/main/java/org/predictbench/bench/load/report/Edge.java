package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.bench.load.suite.Judged;

/**
 * Where a cell stopped keeping its promise.
 *
 * @param slo what was promised
 * @param highest rate at which most trials were valid and kept the promise; empty if none
 * @param next the lowest higher rate at which they did not
 * @param because what was wrong there if not the promise: then it is not the server's edge
 */
record Edge(
    String cell,
    String slo,
    Optional<Double> highest,
    Optional<Double> next,
    Optional<String> because) {

  static Map<String, List<Judged>> byCell(List<Judged> trials) {
    Map<String, List<Judged>> byCell = new LinkedHashMap<>();
    for (Judged judged : trials) {
      byCell.computeIfAbsent(judged.trial().cell(), cell -> new ArrayList<>()).add(judged);
    }
    return byCell;
  }

  static Edge of(String cell, List<Judged> trials) {
    TreeMap<Double, List<Judged>> byRate = new TreeMap<>();
    for (Judged judged : trials) {
      byRate.computeIfAbsent(judged.trial().rate(), rate -> new ArrayList<>()).add(judged);
    }
    // From below: a rate that holds by chance above one that does not is no rate to promise.
    Optional<Double> highest = Optional.empty();
    Optional<Double> next = Optional.empty();
    Optional<String> because = Optional.empty();
    for (Map.Entry<Double, List<Judged>> rate : byRate.entrySet()) {
      if (most(rate.getValue())) {
        highest = Optional.of(rate.getKey());
      } else {
        next = Optional.of(rate.getKey());
        because =
            rate.getValue().stream()
                .filter(judged -> judged.kept() && !judged.verdict().valid())
                .map(judged -> judged.verdict().reasons().get(0))
                .findFirst();
        break;
      }
    }
    return new Edge(cell, trials.get(0).trial().slo(), highest, next, because);
  }

  private static boolean most(List<Judged> trials) {
    return trials.stream().filter(Judged::held).count() * 2 > trials.size();
  }
}
