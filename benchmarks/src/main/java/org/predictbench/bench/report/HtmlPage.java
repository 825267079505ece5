package org.predictbench.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.predictbench.bench.noise.NoiseLevels;
import org.predictbench.bench.report.Reporter.Report;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunNote;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.shape.Grid;
import org.predictbench.bench.shape.Ladder;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.bench.stats.AnswerDistance;
import org.predictbench.bench.stats.Calibration;
import org.predictbench.bench.stats.Distribution;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/** {@link Page} of a closed-loop run. */
final class HtmlPage {
  private final Path directory;
  private final Report report;
  private final List<ForkRecord> forks;
  private final Summary summary;
  private final Suite suite;

  HtmlPage(Path directory, Report report, List<ForkRecord> forks) {
    this.directory = directory;
    this.report = report;
    this.forks = forks;
    this.summary = report.summary();
    this.suite = summary.suite();
  }

  String render() throws IOException {
    Page page = new Page(suite.name(), suite.question()).madeFrom("`rounds/`");
    page.found(Found.judged(report)).verdict(report.verdict(), RunProse.VALID);
    page.note(RunNote.read(directory));
    cards(page);
    result(page);
    spread(page);
    checks(page);
    page.section("How it was measured", Page.list(RunProse.protocol(report)));
    var environment = RunDirectory.open(directory).environment();
    page.section("Threats to validity", Page.list(RunProse.threats(summary, forks, environment)));
    return page.environmentAndFiles(directory, environment).render();
  }

  private void cards(Page page) throws IOException {
    Headline.of(summary)
        .ifPresent(
            headline ->
                page.card(
                    headline.step(),
                    Numbers.three(headline.ratio().value()) + " × the time",
                    "of " + Html.escaped(headline.against()) + span(headline.range())));
    summary
        .cell(suite.control())
        .map(control -> control.ratio())
        .filter(Estimate::hasInterval)
        .ifPresent(
            control ->
                page.card(
                    "Noise",
                    Html.format("±%.1f %%", 100 * control.halfWidth()),
                    "the baseline against itself"
                        + interval(Numbers.ratio(control.low()), Numbers.ratio(control.high()))));
    summary
        .callCost()
        .map(Summary.CallCost::micros)
        .ifPresent(
            cost ->
                page.card(
                    "Left to the client",
                    Numbers.time(cost.value()),
                    "on top of <code>Session.run</code>"
                        + interval(Numbers.time(cost.low()), Numbers.time(cost.high()))));
    programs(page);
    page.measured(
        forks.stream()
            .map(ForkRecord::startedAt)
            .min(Comparator.<Instant>naturalOrder())
            .orElse(Instant.MIN),
        summary.rounds() + (summary.rounds() == 1 ? " round" : " rounds"),
        RunDirectory.open(directory).environment());
  }

  /** A card for each client program of another language. */
  private void programs(Page page) {
    forks.stream()
        .map(ForkRecord::program)
        .filter(Objects::nonNull)
        .map(program -> List.of(program.name() + " " + program.version(), program.librariesText()))
        .distinct()
        .forEach(
            program ->
                page.card(
                    "Client program", Html.escaped(program.get(0)), Html.escaped(program.get(1))));
  }

  private static String interval(String low, String high) {
    return span("[%s, %s]".formatted(low, high));
  }

  private static String span(String range) {
    return range.isEmpty() ? "" : " <span class=\"ci\">" + range + "</span>";
  }

  private void result(Page page) {
    Optional<Grid> grid = Grid.of(summary);
    String cells =
        Page.table("Result of each cell", Table.of(summary))
            + Page.paragraph(RunProse.key(summary));
    if (grid.isPresent()) {
      page.section(
          "Result",
          GridPlots.heatMap(grid.get()).html() + Page.paragraph(GridPlots.note(grid.get())));
      GridPlots.throughput(grid.get())
          .ifPresent(curve -> page.section("Throughput and latency", curve.html()));
      page.section("All cells", cells);
    } else {
      page.section("Result", cells);
      page.section(
          Ladder.isIn(suite) ? "Step by step" : "Side by side", StepBars.of(summary).html());
    }
    List<Anatomy> anatomy = Anatomy.of(suite, forks);
    if (!anatomy.isEmpty()) {
      page.section("Anatomy", anatomy(anatomy));
    }
  }

  private void spread(Page page) {
    List<Distribution> spread = Distribution.of(suite, forks);
    page.section(
        "Percentiles",
        Page.paragraph("A line ends where too few samples lie beyond it to go on."),
        PercentileCurves.html(suite, spread),
        Page.table("Percentiles with 95 % intervals", RunPage.percentiles(summary)));
    page.section(
        "Rounds",
        Page.paragraph(
            """
            p50 of each round, in the order of time, as a share of the cell's median round; \
            thick: half of the calls, thin: p10 to p90, cut off at the panel's edge. A drift of the machine is the same \
            slope in every panel."""),
        new RoundSpread(suite, spread).html());
  }

  private void checks(Page page) {
    page.section(
        "Warm-up", Page.paragraph(RunProse.STEADINESS), Page.list(RunProse.warmUp(suite, forks)));
    NoiseLevels.of(suite, forks)
        .ifPresent(
            noise -> page.section("Noise", Page.list(NoiseProse.of(noise, suite.cells().size()))));
    Calibration.of(suite, forks)
        .ifPresent(found -> page.section("Calibration", CalibrationProse.html(found)));
    page.section("Allocation", AllocationBars.html(summary));
    List<AnswerDistance> answers = AnswerDistance.of(suite, forks);
    if (!answers.isEmpty()) {
      page.section(
          "Answers",
          Page.paragraph(RunProse.ANSWERS),
          Page.table("Answers", RunPage.answers(answers)));
    }
    page.section("Memory", Page.table("Peak memory", RunPage.memory(summary)));
    page.section("Client programs", Page.list(ClientPrograms.lines(suite, forks)));
    List<String> failures = RunProse.failures(forks);
    if (!failures.isEmpty()) {
      page.section("Failed forks", Page.list(failures));
    }
  }

  private static String anatomy(List<Anatomy> cells) {
    return AnatomyBars.of(cells).html()
        + Page.table("Parts of a call", AnatomyTable.of(cells))
        + Page.paragraph(AnatomyTable.NOTE)
        + Page.list(AnatomyTable.key());
  }
}
