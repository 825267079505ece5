package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.predictbench.bench.result.Cell;

/**
 * Two runs, cell by cell.
 *
 * <p>Rounds of two runs are not pairs, so a difference between the machine's moods at the one time
 * and at the other is part of what is compared. It cancels in a {@code relative} comparison, in
 * which every cell is taken as its ratio, paired by round, to the baseline of its own run; that is
 * the one to use if the baseline is known not to have changed.
 *
 * @param relative whether ratios to each run's baseline are compared rather than times
 * @param obstacles why no cell can be compared, empty if they can
 * @param changes in what the software differs
 */
public record Comparison(
    MeasuredRun base,
    MeasuredRun candidate,
    boolean relative,
    List<CellComparison> cells,
    List<Difference> obstacles,
    List<Difference> changes) {

  public Comparison {
    cells = List.copyOf(cells);
    obstacles = List.copyOf(obstacles);
    changes = List.copyOf(changes);
  }

  public static Comparison of(MeasuredRun base, MeasuredRun candidate, boolean relative) {
    List<Difference> obstacles = RunDifferences.forbidding(base, candidate);
    Set<String> names = new LinkedHashSet<>();
    base.summary().cells().forEach(cell -> names.add(cell.name()));
    candidate.summary().cells().forEach(cell -> names.add(cell.name()));
    List<CellComparison> cells = new ArrayList<>();
    for (String name : names) {
      cells.add(cell(name, base, candidate, relative, obstacles));
    }
    return new Comparison(
        base, candidate, relative, cells, obstacles, RunDifferences.allowed(base, candidate));
  }

  /**
   * The ratio of two cells measured in different runs.
   *
   * @param candidate logarithm of the cell's compared time, or of its ratio to its baseline, in
   *     each round
   * @param base the same of the other run
   */
  static Estimate ratio(List<Double> candidate, List<Double> base) {
    return RoundMean.difference(candidate, base).map(Math::exp);
  }

  /** Whether both runs can be believed and at least one cell was compared. */
  public boolean sound() {
    return base.verdict().valid()
        && candidate.verdict().valid()
        && cells.stream().noneMatch(c -> c.finding() == CellComparison.Finding.NOT_COMPARABLE);
  }

  /** The cells shown to be slower by more than {@code share}; 0.05 is 5 %. */
  public List<CellComparison> slowerBy(double share) {
    return cells.stream().filter(cell -> cell.slowerBy(share)).toList();
  }

  private static CellComparison cell(
      String name,
      MeasuredRun base,
      MeasuredRun candidate,
      boolean relative,
      List<Difference> ofRuns) {
    CellSummary one = base.summary().cell(name).orElse(null);
    CellSummary two = candidate.summary().cell(name).orElse(null);
    List<String> obstacles = new ArrayList<>();
    ofRuns.forEach(difference -> obstacles.add(difference.toString()));
    if (one == null || two == null) {
      obstacles.add(one == null ? "not in the base" : "not in the candidate");
    } else {
      failed(one, "base", obstacles);
      failed(two, "candidate", obstacles);
      RunDifferences.forbidding(base, candidate, one.cell(), two.cell())
          .forEach(difference -> obstacles.add(difference.toString()));
    }
    if (!obstacles.isEmpty()) {
      return new CellComparison(
          name, one, two, Estimate.NONE, CellComparison.Finding.NOT_COMPARABLE, obstacles);
    }
    if (relative && isBaseline(base, one.cell()) && isBaseline(candidate, two.cell())) {
      return new CellComparison(
          name, one, two, new Estimate(1, 1, 1), CellComparison.Finding.REFERENCE, List.of());
    }
    Estimate ratio = ratio(logs(candidate, two, relative), logs(base, one, relative));
    return new CellComparison(name, one, two, ratio, CellComparison.Finding.of(ratio), List.of());
  }

  private static void failed(CellSummary cell, String where, List<String> obstacles) {
    if (!cell.ok()) {
      obstacles.add("FAILED in the " + where + ": " + cell.reason());
    }
  }

  private static boolean isBaseline(MeasuredRun run, Cell cell) {
    return run.summary().suite().baseline().equals(cell.name());
  }

  private static List<Double> logs(MeasuredRun run, CellSummary cell, boolean relative) {
    if (!relative) {
      return cell.compared().values().stream().map(Math::log).toList();
    }
    Map<Integer, Double> reference =
        run.summary().cell(run.summary().suite().baseline()).orElseThrow().compared();
    List<Double> logs = new ArrayList<>();
    cell.compared()
        .forEach(
            (round, time) -> {
              if (reference.containsKey(round)) {
                logs.add(Math.log(time / reference.get(round)));
              }
            });
    return logs;
  }
}
