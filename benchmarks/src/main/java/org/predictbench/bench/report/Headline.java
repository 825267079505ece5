package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.PairedRatio;
import org.predictbench.bench.stats.Summary;

/**
 * What a run found, in a line: the time of one cell as a share of another's, always in this
 * direction, so that less is faster. The suite names the two cells; if it does not, they are its
 * last step of the baseline's workload and the baseline.
 *
 * @param step what the cell is
 * @param against what the other cell is
 * @param times p50 of the one and of the other
 * @param much how they compare, such as {@code 0.145 × the time}; {@code no difference shown} if
 *     the interval leaves that open
 * @param range the interval of the ratio, empty after a single round
 */
public record Headline(String step, String against, String times, String much, String range) {

  /** Empty if one of the two cells was not measured. */
  public static Optional<Headline> of(Summary summary) {
    Suite suite = summary.suite();
    Listing listing =
        suite
            .listing()
            .or(Suites.listing(suite.name()))
            .among(suite.cells().stream().map(Cell::name).toList());
    Optional<CellSummary> base = summary.cell(listing.against().orElse(suite.baseline()));
    Optional<CellSummary> cell =
        listing.headline().isPresent()
            ? summary.cell(listing.headline().get())
            : lastStep(summary, base.orElseThrow());
    return cell.isEmpty() || !cell.get().ok() || !base.orElseThrow().ok()
        ? Optional.empty()
        : of(summary, cell.get(), base.get());
  }

  private static Optional<CellSummary> lastStep(Summary summary, CellSummary base) {
    return summary.cells().stream()
        .filter(
            cell ->
                cell.ok()
                    && !cell.name().equals(base.name())
                    && Summary.isStep(summary.suite(), cell.cell()))
        .filter(cell -> cell.cell().workload().equals(base.cell().workload()))
        .reduce((before, last) -> last);
  }

  private static Optional<Headline> of(Summary summary, CellSummary cell, CellSummary base) {
    Estimate ratio =
        base.name().equals(summary.suite().baseline()) ? cell.ratio() : paired(cell, base);
    if (!ratio.hasValue()) {
      return Optional.empty();
    }
    return Optional.of(
        new Headline(
            cell.cell().step(),
            base.cell().step(),
            "%s against %s"
                .formatted(Numbers.time(cell.p50().value()), Numbers.time(base.p50().value())),
            much(ratio),
            ratio.hasInterval()
                ? "[%s, %s]".formatted(Numbers.three(ratio.low()), Numbers.three(ratio.high()))
                : ""));
  }

  /** Over the rounds that have both. */
  private static Estimate paired(CellSummary cell, CellSummary base) {
    List<Double> times = new ArrayList<>();
    List<Double> bases = new ArrayList<>();
    for (Map.Entry<Integer, Double> round : cell.compared().entrySet()) {
      Double other = base.compared().get(round.getKey());
      if (other != null) {
        times.add(round.getValue());
        bases.add(other);
      }
    }
    return times.isEmpty() ? Estimate.NONE : PairedRatio.of(times, bases);
  }

  private static String much(Estimate ratio) {
    return ratio.hasInterval() && ratio.contains(1)
        ? Html.format("no difference shown (%s%% measured)", change(ratio.value()))
        : Numbers.three(ratio.value()) + " × the time";
  }

  private static String change(double ratio) {
    return Html.format("%+.1f ", 100 * (ratio - 1)).replace('-', '−');
  }

  /** In a line of Markdown or of a terminal. */
  @Override
  public String toString() {
    return "“%s” against “%s”: %s".formatted(step, against, much)
        + (range.isEmpty() ? "" : " " + range)
        + ", p50 "
        + times;
  }
}
