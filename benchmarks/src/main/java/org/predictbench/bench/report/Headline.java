package org.predictbench.bench.report;

import java.util.Comparator;
import java.util.Optional;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/**
 * What a run found, in a line: its fastest cell of the baseline's workload.
 *
 * @param step what the cell is
 * @param much how it compares, such as {@code 1.50× as fast}; {@code none shown} if the interval
 *     does not tell it from the baseline
 * @param range the interval of that
 */
public record Headline(String step, String much, String range) {

  /** Empty without a cell that has an interval. */
  public static Optional<Headline> of(Summary summary) {
    Suite suite = summary.suite();
    Cell baseline = suite.cell(suite.baseline()).orElseThrow();
    return summary.cells().stream()
        .filter(cell -> cell.ok() && cell.ratio().hasInterval())
        .filter(cell -> candidate(suite, baseline, cell.cell()))
        .min(Comparator.comparingDouble(cell -> cell.ratio().value()))
        .map(Headline::of);
  }

  private static boolean candidate(Suite suite, Cell baseline, Cell cell) {
    return !cell.equals(baseline)
        && !cell.name().equals(suite.control())
        && cell.kind() != Cell.Kind.SESSION_RUN
        && cell.workload().equals(baseline.workload());
  }

  private static Headline of(CellSummary best) {
    Estimate ratio = best.ratio();
    String step = best.cell().step();
    if (ratio.value() > 1) {
      return new Headline(
          step,
          Html.format("%.2f× the baseline", ratio.value()),
          "[%s, %s]".formatted(Numbers.ratio(ratio.low()), Numbers.ratio(ratio.high())));
    }
    // Upside down, and so are the interval's ends.
    String range = Html.format("[%.2f×, %.2f×]", 1 / ratio.high(), 1 / ratio.low());
    return ratio.high() >= 1
        ? new Headline(step, "none shown", range)
        : new Headline(step, Html.format("%.2f× as fast", 1 / ratio.value()), range);
  }

  @Override
  public String toString() {
    return step + ": " + much + " " + range;
  }
}
