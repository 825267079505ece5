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
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Words;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Listing;

/** What a load run found, in a sentence or a few. */
final class LoadHeadline {
  private LoadHeadline() {}

  /** Empty if nothing was measured. */
  static Optional<String> of(LoadSuite suite, List<TrialResult> trials, List<Edge> edges) {
    return suite.search().isPresent() ? searched(suite, edges) : loaded(suite, trials);
  }

  private static Optional<String> searched(LoadSuite suite, List<Edge> edges) {
    List<String> found = new ArrayList<>();
    List<String> none = new ArrayList<>();
    for (Cell cell : cells(suite)) {
      edges.stream()
          .filter(edge -> edge.cell().equals(cell.name()))
          .forEach(
              edge ->
                  edge.highest()
                      .ifPresentOrElse(
                          rate -> found.add(Numbers.three(rate) + "/s with " + quoted(cell)),
                          () -> none.add(quoted(cell))));
    }
    String slo = LoadTable.readable(suite.search().orElseThrow().slo());
    List<String> sentences = new ArrayList<>();
    if (!found.isEmpty()) {
      sentences.add("The highest rate that kept %s is %s.".formatted(slo, Words.listed(found)));
    }
    if (!none.isEmpty()) {
      sentences.add("No rate that was tried kept %s with %s.".formatted(slo, Words.listed(none)));
    }
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
  }

  private static Optional<String> loaded(LoadSuite suite, List<TrialResult> trials) {
    List<String> found = new ArrayList<>();
    Map<String, List<TrialResult>> byCell = Edge.byCell(trials);
    for (Cell cell : cells(suite)) {
      Optional.ofNullable(byCell.get(cell.name()))
          .map(all -> all.get(all.size() - 1))
          .ifPresent(
              last ->
                  found.add(
                      "With %s %s%s.".formatted(quoted(cell), tail(suite, last), lost(last))));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", found));
  }

  /** The cell of the headline, the one against which it stands and the user's own, or all. */
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
                    || cell.name().equals(listing.against().orElse(""))
                    || cell.client().containsKey(OwnClient.CLASS))
        .toList();
  }

  private static String quoted(Cell cell) {
    return "“" + cell.step() + "”";
  }

  /** At the percentile that the scenario asks for, or the highest that is known. */
  private static String tail(LoadSuite suite, TrialResult last) {
    String answered = Numbers.three(last.answeredPerSecond()) + " requests a second are answered";
    return DoubleStream.of(suite.percentile(), 90, 50)
        .filter(percentile -> !Double.isNaN(last.micros(Tag.CORRECTED, percentile)))
        .mapToObj(
            percentile ->
                "%s, p%s of their latency is %s"
                    .formatted(
                        answered,
                        Numbers.trimmed(percentile),
                        Numbers.time(last.micros(Tag.CORRECTED, percentile))))
        .findFirst()
        .orElse(answered);
  }

  /** Requests without an answer; empty if there are none. */
  private static String lost(TrialResult last) {
    long failed = last.total().failed();
    long dropped = last.total().dropped();
    return failed + dropped == 0
        ? ""
        : "; of %d sent, %d failed and %d were dropped"
            .formatted(last.total().sent(), failed, dropped);
  }
}
