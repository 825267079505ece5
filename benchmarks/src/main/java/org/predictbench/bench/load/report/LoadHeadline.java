package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Listing;

/** What a load run found, in a line. */
final class LoadHeadline {
  private LoadHeadline() {}

  /** Empty if nothing was measured. */
  static Optional<String> of(LoadSuite suite, List<TrialResult> trials, List<Edge> edges) {
    List<String> found = new ArrayList<>();
    Map<String, List<TrialResult>> byCell = Edge.byCell(trials);
    for (Cell cell : cells(suite)) {
      if (suite.search().isEmpty()) {
        Optional.ofNullable(byCell.get(cell.name()))
            .ifPresent(all -> found.add(quoted(cell) + tail(suite, all)));
      } else {
        edges.stream()
            .filter(edge -> edge.cell().equals(cell.name()))
            .forEach(edge -> found.add(quoted(cell) + highest(edge)));
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    suite.search().ifPresent(search -> found.add("for " + search.slo()));
    return Optional.of(String.join(", ", found));
  }

  /** The cell of the headline and the one against which it stands, or all. */
  private static List<Cell> cells(LoadSuite suite) {
    Listing listing =
        suite
            .listing()
            .or(LoadSuites.listing(suite.name()))
            .among(suite.cells().stream().map(Cell::name).toList());
    return suite.cells().stream()
        .filter(
            cell ->
                listing.headline().isEmpty()
                    || cell.name().equals(listing.headline().get())
                    || cell.name().equals(listing.against().orElse("")))
        .toList();
  }

  private static String quoted(Cell cell) {
    return "“" + cell.step() + "”: ";
  }

  private static String highest(Edge edge) {
    return edge.highest().map(rate -> Numbers.three(rate) + "/s").orElse("no rate");
  }

  /** At the percentile that the scenario asks for, or the highest that is known. */
  private static String tail(LoadSuite suite, List<TrialResult> trials) {
    TrialResult last = trials.get(trials.size() - 1);
    String rate = Numbers.three(last.answeredPerSecond()) + "/s";
    return DoubleStream.of(suite.percentile(), 90, 50)
        .filter(percentile -> !Double.isNaN(last.micros(Tag.CORRECTED, percentile)))
        .mapToObj(
            percentile ->
                "p%s %s at %s"
                    .formatted(
                        Numbers.trimmed(percentile),
                        Numbers.time(last.micros(Tag.CORRECTED, percentile)),
                        rate))
        .findFirst()
        .orElse(rate);
  }
}
