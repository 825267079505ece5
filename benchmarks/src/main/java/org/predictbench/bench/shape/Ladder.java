package org.predictbench.bench.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.PairedRatio;
import org.predictbench.bench.stats.Summary;

/**
 * Cells that each add something to the one before, as the plus before their words says. A suite of
 * several models has a ladder for each.
 *
 * @param start the cell to which all ratios refer
 * @param steps those that were measured, in their order
 * @param planned how many the suite has
 */
public record Ladder(CellSummary start, List<Step> steps, int planned) {

  /**
   * A cell and the one on which it builds.
   *
   * @param changed what tells the two apart
   */
  public record Step(CellSummary before, CellSummary cell, Changed changed) {}

  public Ladder {
    steps = List.copyOf(steps);
  }

  /** Whether a cell builds on the one before it, and both are whole calls of the same work. */
  public static boolean isStep(Suite suite, Cell cell) {
    Cell reference = suite.cell(suite.reference(cell)).orElseThrow();
    return words(cell).startsWith("+")
        && Summary.isStep(suite, cell)
        && Summary.isStep(suite, reference)
        && sameWork(suite, cell, reference);
  }

  /** Whether any cell of the suite is a step. */
  public static boolean isIn(Suite suite) {
    return suite.cells().stream().anyMatch(cell -> isStep(suite, cell));
  }

  /** A model's name may stand before the plus. */
  private static String words(Cell cell) {
    return cell.step().replaceFirst("^[^:+]*: (?=\\+)", "");
  }

  private static boolean sameWork(Suite suite, Cell one, Cell other) {
    return one.callers() == other.callers()
        && one.workload().callerThreads() == other.workload().callerThreads()
        && one.workload().batchOr(suite.batchSize()) == other.workload().batchOr(suite.batchSize())
        && suite.modelOf(one).equals(suite.modelOf(other))
        && one.kind().isWholeCall() == other.kind().isWholeCall();
  }

  /** The ladders of which at least one step was measured. */
  public static List<Ladder> of(Summary summary) {
    Suite suite = summary.suite();
    Map<String, List<Step>> steps = new LinkedHashMap<>();
    Map<String, CellSummary> before = new LinkedHashMap<>();
    for (CellSummary cell : summary.cells()) {
      String reference = suite.reference(cell.cell());
      if (!cell.ok() || !Summary.isStep(suite, cell.cell())) {
        continue;
      }
      CellSummary last = before.get(reference);
      if (last != null && isStep(suite, cell.cell())) {
        steps
            .computeIfAbsent(reference, name -> new ArrayList<>())
            .add(new Step(last, cell, Changed.between(last.cell(), cell.cell())));
      }
      before.put(reference, cell);
    }
    List<Ladder> ladders = new ArrayList<>();
    steps.forEach(
        (reference, all) -> {
          Optional<CellSummary> start = summary.cell(reference);
          start
              .filter(CellSummary::ok)
              .ifPresent(from -> ladders.add(new Ladder(from, all, planned(suite, reference))));
        });
    return ladders;
  }

  private static int planned(Suite suite, String reference) {
    return (int)
        suite.cells().stream()
            .filter(cell -> suite.reference(cell).equals(reference) && isStep(suite, cell))
            .count();
  }

  /** Where it ends. */
  public CellSummary end() {
    return steps.get(steps.size() - 1).cell();
  }

  /** What all steps together make of the time. */
  public Estimate together() {
    return product(steps);
  }

  /** The steps by what they change, in the order in which that comes up. */
  public Map<Changed, List<Step>> byChange() {
    Map<Changed, List<Step>> groups = new LinkedHashMap<>();
    steps.forEach(
        step -> groups.computeIfAbsent(step.changed(), any -> new ArrayList<>()).add(step));
    return groups;
  }

  /** What some steps together make of the time, over the rounds that have all of them. */
  public static Estimate product(List<Step> steps) {
    return PairedRatio.ofRounds(
        steps.stream().map(step -> step.cell().compared()).toList(),
        steps.stream().map(step -> step.before().compared()).toList());
  }
}
