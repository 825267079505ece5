package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.shape.Grid;
import org.predictbench.bench.shape.Ladder;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/**
 * What a run found, in a sentence or a few: the first thing that every page says. Which form it has
 * follows from how the suite's cells stand to each other.
 */
public final class Found {
  static final String NOTHING = "Nothing was measured.";

  private Found() {}

  /** The sentences, with what must be known first of a run that is not VALID. */
  public static String judged(Reporter.Report report) {
    return Words.judged(report.verdict(), of(report));
  }

  /** The sentences, whatever the verdict. */
  public static String of(Reporter.Report report) {
    return report
        .calibration()
        .flatMap(CalibrationProse::sentence)
        .orElseGet(() -> of(report.summary()));
  }

  static String of(Summary summary) {
    List<String> sentences = new ArrayList<>();
    List<Ladder> ladders = Ladder.of(summary);
    Optional<Grid> grid = Grid.of(summary);
    if (grid.isPresent()) {
      sentences.addAll(GridWords.of(summary, grid.get()));
    } else if (!ladders.isEmpty()) {
      ladders.forEach(ladder -> sentences.addAll(LadderWords.of(ladder, summary.shownTogether())));
    }
    if (sentences.isEmpty()) {
      sentences.addAll(list(summary));
    } else if (grid.isEmpty()) {
      Headline.of(summary)
          .filter(
              headline -> ladders.stream().noneMatch(l -> l.end().name().equals(headline.cell())))
          .ifPresent(headline -> sentences.add(headline + "."));
    }
    if (sentences.isEmpty()) {
      sentences.add(
          summary.cells().stream().anyMatch(CellSummary::ok)
              ? "Nothing could be compared."
              : NOTHING);
    }
    sentences.add(Words.missing(summary.cells()));
    sentences.removeIf(String::isEmpty);
    return String.join(" ", sentences);
  }

  /** Cells beside each other, against a baseline. */
  private static List<String> list(Summary summary) {
    List<String> sentences = new ArrayList<>();
    List<CellSummary> others = comparable(summary);
    Cell baseline = summary.suite().cell(summary.suite().baseline()).orElseThrow();
    Optional<Headline> headline = Headline.of(summary);
    if (headline.isPresent()) {
      sentences.add(headline.get() + ".");
    } else if (!others.isEmpty()) {
      CellSummary last = others.get(others.size() - 1);
      sentences.add(pair(last.cell().step(), baseline.step(), last.ratio()) + ".");
    }
    if (others.size() < 2) {
      return sentences;
    }
    List<CellSummary> open = others.stream().filter(c -> c.ratio().contains(1)).toList();
    List<String> parts = new ArrayList<>();
    take(parts, others.stream().filter(c -> c.ratio().high() < 1).count(), "less");
    take(parts, others.stream().filter(c -> c.ratio().low() > 1).count(), "more");
    if (!open.isEmpty()) {
      parts.add("no difference is shown for %d%s".formatted(open.size(), wouldHaveShown(open)));
    }
    sentences.add(
        "Of %d cells compared with %s, %s."
            .formatted(others.size(), Words.quoted(baseline), String.join("; ", parts)));
    return sentences;
  }

  private static void take(List<String> parts, long cells, String how) {
    if (cells > 0) {
      parts.add("%d %s %s time".formatted(cells, cells == 1 ? "takes" : "take", how));
    }
  }

  private static String wouldHaveShown(List<CellSummary> open) {
    String range = Words.range(open.stream().map(CellSummary::detectable).toList());
    return range.isEmpty() ? "" : " (" + range + " would have been)";
  }

  /** Those that do the baseline's work, and have an interval. */
  private static List<CellSummary> comparable(Summary summary) {
    Suite suite = summary.suite();
    Cell baseline = suite.cell(suite.baseline()).orElseThrow();
    return summary.cells().stream()
        .filter(cell -> cell.ok() && cell.ratio().hasInterval())
        .filter(
            cell -> !cell.name().equals(suite.baseline()) && !cell.name().equals(suite.control()))
        .filter(cell -> suite.reference(cell.cell()).equals(suite.baseline()))
        .filter(cell -> cell.cell().workload().equals(baseline.workload()))
        .filter(cell -> cell.cell().kind().isWholeCall() == baseline.kind().isWholeCall())
        .toList();
  }

  /** Of two cells, how the time of one stands to the other's. */
  static String pair(String cell, String other, Estimate ratio) {
    return "%s takes %s"
        .formatted(Words.quoted(cell), Words.time(ratio, "the time of " + Words.quoted(other)));
  }
}
