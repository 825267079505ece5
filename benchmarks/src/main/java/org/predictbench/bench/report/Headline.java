package org.predictbench.bench.report;

import java.util.List;
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
 * @param cell its name
 * @param step what it is
 * @param against what the other cell is
 * @param times p50 of the one and of the other
 * @param ratio without interval after a single round
 */
public record Headline(String cell, String step, String against, String times, Estimate ratio) {

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
        base.name().equals(summary.suite().reference(cell.cell()))
            ? cell.ratio()
            : PairedRatio.ofRounds(List.of(cell.compared()), List.of(base.compared()));
    if (!ratio.hasValue()) {
      return Optional.empty();
    }
    return Optional.of(
        new Headline(
            cell.name(),
            cell.cell().step(),
            base.cell().step(),
            "%s against %s"
                .formatted(Numbers.time(cell.p50().value()), Numbers.time(base.p50().value())),
            ratio));
  }

  /** The interval of the ratio, empty after a single round. */
  String range() {
    return ratio.hasInterval()
        ? "[%s, %s]".formatted(Numbers.three(ratio.low()), Numbers.three(ratio.high()))
        : "";
  }

  /** A sentence without its full stop. */
  @Override
  public String toString() {
    return Found.pair(step, against, ratio) + ", p50 " + times;
  }
}
