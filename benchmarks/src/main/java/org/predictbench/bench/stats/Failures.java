package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.stats.faults.Rounds;

/** The forks that failed, in as few lines as there are reasons. */
final class Failures {
  private static final String NO_SAMPLES = "no samples";

  private Failures() {}

  private record Cause(Set<Integer> rounds, String reason) {}

  /** {@code a, b FAILED in round 2: the server died}; no rounds where a cell failed in all. */
  static List<String> lines(Summary summary, List<ForkRecord> forks) {
    Map<Cause, Set<String>> cells = new LinkedHashMap<>();
    for (CellSummary cell : summary.cells()) {
      Map<String, Set<Integer>> reasons = new LinkedHashMap<>();
      for (ForkRecord fork : forks) {
        if (fork.cell().equals(cell.name()) && (!fork.ok() || fork.histogramNanos().isEmpty())) {
          String reason = fork.ok() ? NO_SAMPLES : fork.reason();
          reasons.computeIfAbsent(reason, unused -> new TreeSet<>()).add(fork.round());
        }
      }
      if (!cell.ok() && reasons.isEmpty()) {
        reasons.put(cell.reason(), Set.of());
      }
      boolean whole = !cell.ok() && reasons.size() == 1;
      reasons.forEach(
          (reason, rounds) ->
              cells
                  .computeIfAbsent(
                      new Cause(whole ? Set.of() : rounds, reason), unused -> new LinkedHashSet<>())
                  .add(cell.name()));
    }
    List<String> lines = new ArrayList<>();
    cells.forEach(
        (cause, names) ->
            lines.add(
                "%s FAILED%s: %s"
                    .formatted(
                        String.join(", ", names),
                        cause.rounds().isEmpty() ? "" : " in " + Rounds.named(cause.rounds()),
                        cause.reason())));
    return lines;
  }
}
