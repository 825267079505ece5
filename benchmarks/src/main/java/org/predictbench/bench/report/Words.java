package org.predictbench.bench.report;

import java.util.List;
import java.util.stream.Collectors;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Verdict;

/**
 * Pieces of the sentences that say what was found. A ratio is always said in one way: what share of
 * another's time something takes.
 */
public final class Words {
  private Words() {}

  /** As {@code 0.570 × the time [0.540, 0.600]}; says so if no difference is shown. */
  static String time(Estimate ratio) {
    return time(ratio, "the time");
  }

  /** The same of a certain time, such as {@code the time of “naive”}. */
  static String time(Estimate ratio, String whose) {
    return Numbers.three(ratio.value()) + " × " + whose + interval(ratio) + doubt(ratio);
  }

  /** As {@code 0.570 × [0.540, 0.600]}, where a sentence has said what it is. */
  static String times(Estimate ratio) {
    return Numbers.three(ratio.value()) + " ×" + interval(ratio) + doubt(ratio);
  }

  private static String interval(Estimate ratio) {
    return ratio.hasInterval()
        ? " [%s, %s]".formatted(Numbers.three(ratio.low()), Numbers.three(ratio.high()))
        : " (one round: no interval)";
  }

  private static String doubt(Estimate ratio) {
    return ratio.hasInterval() && ratio.contains(1) ? " (no difference shown)" : "";
  }

  /** Without the plus of a step, which says nothing in a sentence. */
  static String quoted(String name) {
    return "“" + name.replaceFirst("^\\+ ", "") + "”";
  }

  static String quoted(Cell cell) {
    return quoted(cell.step());
  }

  /** As {@code 7.0 %}, or {@code 7.0 to 13 %}; empty if no value is known. */
  static String range(List<Double> shares) {
    List<Double> known = shares.stream().filter(Double::isFinite).sorted().toList();
    if (known.isEmpty()) {
      return "";
    }
    String least = Numbers.percent(known.get(0));
    String most = Numbers.percent(known.get(known.size() - 1));
    return least.equals(most) ? most : least.replace(" %", "") + " to " + most;
  }

  /** As {@code a, b and c}. */
  public static String listed(List<String> items) {
    return items.size() < 2
        ? String.join("", items)
        : String.join(", ", items.subList(0, items.size() - 1))
            + " and "
            + items.get(items.size() - 1);
  }

  /** Cells of which there is nothing to say; empty if there are none. */
  static String missing(List<CellSummary> cells) {
    List<String> failed =
        cells.stream().filter(cell -> !cell.ok()).map(cell -> quoted(cell.cell())).toList();
    return failed.isEmpty()
        ? ""
        : "FAILED and without a figure: %s."
            .formatted(failed.stream().distinct().collect(Collectors.joining(", ")));
  }

  /** What a run found, after what must be known first of a run that is not VALID. */
  public static String judged(Verdict verdict, String found) {
    if (verdict.valid()) {
      return found;
    }
    return "The run is %s: its figures are not to be relied on. As measured: %s"
        .formatted(verdict.state(), found);
  }
}
