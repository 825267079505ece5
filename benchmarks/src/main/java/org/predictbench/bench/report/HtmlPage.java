package org.predictbench.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.predictbench.bench.chart.Style;
import org.predictbench.bench.report.Reporter.Report;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunNote;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.bench.stats.AnswerDistance;
import org.predictbench.bench.stats.Calibration;
import org.predictbench.bench.stats.Distribution;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.NoiseLevels;
import org.predictbench.bench.stats.Steadiness;
import org.predictbench.bench.stats.Summary;

/**
 * {@code report.html}: the whole run on one page that needs nothing but itself. It has no script
 * and forbids itself any request.
 */
final class HtmlPage {
  static final String NAME = "report.html";

  private final Path directory;
  private final Report report;
  private final List<ForkRecord> forks;
  private final Suite suite;
  private final Map<String, String> sections = new LinkedHashMap<>();

  HtmlPage(Path directory, Report report, List<ForkRecord> forks) {
    this.directory = directory;
    this.report = report;
    this.forks = forks;
    this.suite = report.summary().suite();
  }

  String render() throws IOException {
    sections();
    StringBuilder html = new StringBuilder();
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <link rel="icon" href="data:,">
        <title>%s · %s</title>
        <style>
        %s</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the result</a>
        """
            .formatted(Html.escaped(suite.name()), verdictWord(), style() + Style.css()));
    html.append(header());
    html.append("<nav aria-label=\"Contents\"><ul>\n");
    sections.keySet().forEach(name -> html.append(link(name)));
    html.append("</ul></nav>\n<main id=\"main\">\n");
    sections.forEach(
        (name, body) ->
            html.append(
                "<section id=\"%s\"><h2>%s</h2>\n%s</section>\n".formatted(id(name), name, body)));
    return html.append("</main>\n").append(footer()).append("</body>\n</html>\n").toString();
  }

  private void sections() throws IOException {
    Summary summary = report.summary();
    List<Distribution> spread = Distribution.of(suite, forks);
    sections.put("Result", result(summary));
    boolean steps = summary.cells().stream().anyMatch(StepBars::isIncrement);
    sections.put(steps ? "Step by step" : "Side by side", StepBars.of(summary).html());
    List<Anatomy> anatomy = Anatomy.of(suite, forks);
    if (!anatomy.isEmpty()) {
      sections.put("Anatomy", anatomy(anatomy));
    }
    sections.put(
        "Percentiles",
        note("A line ends where too few samples lie beyond it to go on.")
            + PercentileCurves.html(suite, spread)
            + Html.table("Percentiles with 95 % intervals", RunPage.percentiles(summary)));
    sections.put(
        "Rounds",
        note(
                """
                p50 of each round, in the order of time, as a share of the cell's median round; \
                thick: half of the calls, thin: p10 to p90, cut off at the panel's edge. A drift of the machine is the same \
                slope in every panel.""")
            + new RoundSpread(suite, spread).html());
    sections.put(
        "Warm-up",
        note(RunProse.STEADINESS) + Html.list(RunProse.steadiness(Steadiness.of(suite, forks))));
    NoiseLevels.of(suite, forks)
        .ifPresent(noise -> sections.put("Noise", Html.list(NoiseProse.of(noise))));
    Calibration.of(suite, forks)
        .ifPresent(found -> sections.put("Calibration", CalibrationProse.html(found)));
    sections.put("Allocation", note("Bytes a call, client side.") + AllocationBars.html(summary));
    List<AnswerDistance> answers = AnswerDistance.of(suite, forks);
    if (!answers.isEmpty()) {
      sections.put(
          "Answers", note(RunProse.ANSWERS) + Html.table("Answers", RunPage.answers(answers)));
    }
    sections.put("Memory", Html.table("Peak memory", RunPage.memory(summary)));
    List<String> programs = ClientPrograms.lines(suite, forks);
    if (!programs.isEmpty()) {
      sections.put("Client programs", Html.list(programs));
    }
    List<String> failures = RunProse.failures(forks);
    if (!failures.isEmpty()) {
      sections.put("Failed forks", Html.list(failures));
    }
    sections.put("Protocol", Html.list(RunProse.protocol(report)));
    sections.put(
        "Threats to validity",
        Html.list(RunProse.threats(summary, forks, RunDirectory.open(directory).environment())));
    sections.put(
        "Environment", EnvironmentTable.render(RunDirectory.open(directory).environment()));
    sections.put(
        "Files",
        "<details><summary>All files with their SHA-256</summary>\n"
            + Html.table("Files", FileHashes.table(directory, Set.of(NAME, RunPage.NAME)))
            + "</details>\n");
  }

  private static String anatomy(List<Anatomy> cells) {
    return AnatomyBars.of(cells).html()
        + Html.table("Parts of a call", AnatomyTable.of(cells))
        + note(AnatomyTable.NOTE)
        + Html.list(AnatomyTable.key());
  }

  private String result(Summary summary) {
    return Html.table("Result of each cell", Table.of(summary)) + note(RunProse.key(suite));
  }

  private String header() throws IOException {
    StringBuilder html = new StringBuilder("<header>\n");
    html.append(
        "<p class=\"kicker\">PredictBench · %s</p>\n<h1>%s</h1>\n"
            .formatted(Html.escaped(suite.name()), Html.escaped(suite.question())));
    html.append(verdict());
    RunNote.read(directory).ifPresent(note -> html.append(note(note)));
    html.append("<dl class=\"cards\">\n");
    Headline.of(report.summary()).ifPresent(headline -> html.append(found(headline)));
    report
        .summary()
        .cell(suite.control())
        .filter(control -> control.ratio().hasInterval())
        .ifPresent(control -> html.append(noise(control.ratio())));
    report
        .summary()
        .callCost()
        .ifPresent(
            cost ->
                html.append(
                    card(
                        "Left to the client",
                        Numbers.time(cost.micros().value()),
                        "on top of <code>Session.run</code> "
                            + interval(
                                Numbers.time(cost.micros().low()),
                                Numbers.time(cost.micros().high())))));
    html.append(programs());
    html.append(card("Measured", measured(), machine()));
    return html.append("</dl>\n</header>\n").toString();
  }

  private String verdictWord() {
    return report.verdict().state().name();
  }

  private String verdict() {
    if (report.verdict().valid()) {
      return "<p class=\"verdict valid\"><strong>VALID</strong> "
          + RunProse.VALID
          + "</p>\n"
          + notes();
    }
    return "<div class=\"verdict invalid\"><strong>"
        + verdictWord()
        + "</strong>"
        + Html.list(report.verdict().reasons())
        + "</div>\n"
        + notes();
  }

  private String notes() {
    List<String> notes = report.verdict().notes();
    return notes.isEmpty() ? "" : note(RunProse.NOTED) + Html.list(notes);
  }

  private static String found(Headline headline) {
    return card(
        Html.escaped(headline.step()),
        headline.much(),
        "of "
            + Html.escaped(headline.against())
            + " <span class=\"ci\">"
            + headline.range()
            + "</span>");
  }

  private static String noise(Estimate control) {
    return card(
        "Noise",
        Html.format("±%.1f %%", 100 * control.halfWidth()),
        "the baseline against itself "
            + interval(Numbers.ratio(control.low()), Numbers.ratio(control.high())));
  }

  /** A card for each client program of another language; none for a run without. */
  private String programs() {
    return forks.stream()
        .map(ForkRecord::program)
        .filter(Objects::nonNull)
        .map(
            program ->
                card(
                    "Client program",
                    Html.escaped(program.name() + " " + program.version()),
                    Html.escaped(program.librariesText())))
        .distinct()
        .collect(Collectors.joining());
  }

  private String measured() {
    return forks.stream()
        .map(ForkRecord::startedAt)
        .min(Comparator.<Instant>naturalOrder())
        .map(
            at ->
                DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH)
                    .format(at.atZone(ZoneOffset.UTC)))
        .orElse("not yet");
  }

  private String machine() throws IOException {
    var machine = RunDirectory.open(directory).environment().path("machine");
    return "%d rounds · %s · %s cores"
        .formatted(
            report.summary().rounds(),
            Html.escaped(machine.path("cpu").asText("CPU unknown")),
            Html.escaped(machine.path("cores").asText("?")));
  }

  private static String card(String name, String value, String note) {
    return "<div><dt>%s</dt><dd><b>%s</b><small>%s</small></dd></div>\n"
        .formatted(name, value, note);
  }

  private static String interval(String low, String high) {
    return "<span class=\"ci\">[%s, %s]</span>".formatted(low, high);
  }

  private static String note(String markdown) {
    return "<p class=\"note\">" + Html.inline(markdown) + "</p>\n";
  }

  private String footer() {
    return "<footer><p>Made from <code>rounds/</code> alone by <code>java -jar benchmarks/target/benchmarks.jar"
        + " report DIR</code>. Brackets are 95 % confidence intervals.</p></footer>\n";
  }

  private static String link(String name) {
    return "<li><a href=\"#%s\">%s</a></li>\n".formatted(id(name), name);
  }

  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String style() {
    try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
