package org.predictbench.bench.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.report.FileHashes;
import org.predictbench.bench.report.Page;
import org.predictbench.bench.result.RunNote;
import org.predictbench.bench.stats.Verdict;

/** What a tuning run came to, and the files that show it and carry it into production. */
public final class TuneReport {
  static final String VALID =
      "a setting that was measured twice in every round came out like itself.";

  static final String KEY =
      """
      The best of these settings is missing from those that may be the best in at most one of twenty runs \
      (Gupta 1965). Recommended is the one of them that changes least.""";

  private final TuneDirectory directory;
  private final TuneRequest request;
  private final Space space;
  private final List<Measurement> measurements;
  private final Finding finding;

  private TuneReport(TuneDirectory directory) throws IOException {
    this.directory = directory;
    this.request = directory.request();
    this.space = directory.space();
    this.measurements = directory.measurements();
    this.finding = Finding.of(space, request.goal(), measurements);
  }

  /** Reads a run without writing anything. */
  public static TuneReport read(Path path) throws IOException {
    return new TuneReport(TuneDirectory.open(path));
  }

  /** Writes tables, picture, page and the files to deploy anew. */
  public static TuneReport rebuild(Path path) throws IOException {
    TuneReport report = read(path);
    report.directory.write("summary.csv", TuneTable.csv(report.measurements));
    Optional<Figure> plot = report.plot();
    if (plot.isPresent()) {
      report.directory.write("plots/rate-and-latency.svg", plot.get().file());
    }
    for (Map.Entry<String, String> file : report.deployment().entrySet()) {
      report.directory.write(TuneDirectory.DEPLOY + "/" + file.getKey(), file.getValue());
    }
    report.directory.write(Page.NAME, report.html());
    // Last, since it states the hashes of all others.
    report.directory.write("README.md", report.markdown());
    return report;
  }

  private Map<String, String> deployment() {
    return finding
        .recommended()
        .map(best -> new Deployment(request, best, folder()).files())
        .orElse(Map.of());
  }

  private Path folder() {
    return directory.path().resolve(TuneDirectory.DEPLOY);
  }

  private Optional<Figure> plot() {
    return measurements.stream().anyMatch(each -> !each.loads().isEmpty())
        ? Optional.of(TunePlot.of(request.goal(), finding, measurements))
        : Optional.empty();
  }

  public Finding finding() {
    return finding;
  }

  public Verdict verdict() {
    return finding.verdict();
  }

  /** For the terminal. */
  public String text() {
    return finding.finalists().isEmpty()
        ? TuneTable.screened(request.goal(), measurements).terminal()
        : TuneTable.finalists(space, finding).terminal();
  }

  /** What was found, in a few sentences. */
  public String found() {
    if (finding.recommended().isEmpty()) {
      return nothing();
    }
    Finding.Finalist best = finding.recommended().get();
    List<String> sentences = new ArrayList<>();
    boolean isToday = best.setting().equals(space.today());
    sentences.add(
        isToday
            ? "Leave everything as it is: with an allowance for %d comparisons, no setting is shown to be better than today's, %s."
                .formatted(
                    finding.finalists().size() - 1, TuneTable.value(request.goal(), best.value()))
            : "Recommended is %s: %s%s."
                .formatted(
                    changes(best.setting()),
                    TuneTable.value(request.goal(), best.value()),
                    best.ratio().hasValue()
                        ? ", %s × today's".formatted(TuneTable.ratio(best.ratio()))
                        : "; today's setting does not keep it"));
    List<Finding.Finalist> equals =
        finding.finalists().stream()
            .filter(Finding.Finalist::isAmongBest)
            .filter(each -> !each.equals(best))
            .toList();
    if (!equals.isEmpty()) {
      sentences.add(
          "It cannot be told from %s."
              .formatted(
                  equals.stream()
                      .map(each -> "`" + each.setting().name() + "`")
                      .collect(Collectors.joining(", "))));
    }
    return (verdict().valid()
            ? ""
            : "The run is %s: its figures are not to be relied on. ".formatted(verdict().state()))
        + String.join(" ", sentences);
  }

  /** Why nothing is recommended. */
  private String nothing() {
    boolean isKept = measurements.stream().anyMatch(Measurement::kept);
    boolean isScreened =
        measurements.stream().anyMatch(each -> each.stage().startsWith("screening-"));
    if (!isKept && isScreened) {
      return "No setting that was looked at keeps %s: %s."
          .formatted(request.goal().within(), nearest());
    }
    return finding.finalists().isEmpty() || verdict().state() == Verdict.State.INCOMPLETE
        ? "The run ended before its finalists were compared: nothing can be recommended yet."
        : "No setting kept %s in every round.".formatted(request.goal().within());
  }

  /** What came nearest to the objective. */
  private String nearest() {
    return measurements.stream()
        .filter(each -> each.loads().stream().anyMatch(load -> load.micros() > 0))
        .min(
            Comparator.comparingDouble(
                each ->
                    each.loads().stream()
                        .mapToDouble(Measurement.Load::micros)
                        .filter(micros -> micros > 0)
                        .min()
                        .orElseThrow()))
        .map(each -> "the nearest, `%s`, had %s".formatted(each.setting(), each.reason()))
        .orElse("none was answered");
  }

  /** As {@code intra_op 1, client best}. */
  private String changes(Setting setting) {
    Map<String, String> today = space.today().knobs();
    return setting.knobs().entrySet().stream()
        .filter(knob -> !today.get(knob.getKey()).equals(knob.getValue()))
        .map(knob -> knob.getKey() + " " + knob.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The finalists, in Markdown. */
  public String table() {
    return TuneTable.finalists(space, finding).markdown();
  }

  /** When it began. */
  public Instant started() throws IOException {
    return directory.started();
  }

  /** What was asked. */
  public String question() {
    return "Which settings of server and client give %s, for %s?"
        .formatted(request.goal(), request.model());
  }

  private List<String> protocol() throws IOException {
    double seconds = measurements.stream().mapToDouble(Measurement::seconds).sum();
    long settings = measurements.stream().map(Measurement::setting).distinct().count();
    long loads = measurements.stream().mapToLong(each -> each.loads().size()).sum();
    List<String> lines = new ArrayList<>();
    lines.add(
        "The space has %d settings of %d servers; %d were looked at, in %d measurements and %d loads, %d of %d min."
            .formatted(
                space.settings().size(),
                space.servers(),
                settings,
                measurements.size(),
                loads,
                Math.round(seconds / 60),
                request.budget().toMinutes()));
    space.dropped().forEach(why -> lines.add("Left out: " + why + "."));
    directory.sent().ifPresent(sent -> lines.add("Sent in turn: %s.".formatted(sent.text())));
    lines.add(
        "Screening: short open-loop loads, in stages; of each stage the better third goes on"
            + " (Jamieson and Talwalkar 2016). Settings that chance had left out come in between stages, if"
            + " what was seen of their knobs promises much.");
    lines.add(
        "Then rounds, in each of which every finalist, today's setting, and one of them once more"
            + " have a server of their own and the same arrivals, in an order that chance decides.");
    lines.add(
        "A load is short, so that its percentile is a rough one; it is as rough for every setting. `verify.yaml` asks again, at length.");
    return lines;
  }

  private String markdown() throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add("# " + directory.path().getFileName().toString().replaceAll("^[^_]*_|_[^_]*$", ""));
    parts.add(question());
    parts.add(found());
    parts.add(
        verdict().valid()
            ? "**VALID**: " + VALID
            : verdict().reasons().stream()
                .collect(Collectors.joining("\n- ", "**" + verdict().state() + "**:\n\n- ", "")));
    RunNote.read(directory.path()).ifPresent(parts::add);
    if (!finding.finalists().isEmpty()) {
      parts.add(TuneTable.finalists(space, finding).markdown().strip());
      parts.add(KEY);
    }
    finding
        .recommended()
        .ifPresent(
            best -> {
              parts.add("## To deploy");
              parts.add(TuneTable.knobs(space.today(), best.setting()).markdown().strip());
              parts.add(
                  deployment().keySet().stream()
                      .map(file -> "[`%s`](deploy/%s)".formatted(file, file))
                      .collect(Collectors.joining(", ", "Written for you: ", ".")));
              parts.add("To verify it:\n\n```sh\n" + commands(best) + "```");
            });
    if (plot().isPresent()) {
      parts.add("## Rate and latency\n\n![rate and latency](plots/rate-and-latency.svg)");
    }
    parts.add(
        "## What was tried\n\n"
            + TuneTable.screened(request.goal(), measurements).markdown().strip());
    parts.add(
        "## How it was measured\n\n"
            + protocol().stream().map(line -> "- " + line).collect(Collectors.joining("\n")));
    parts.add("## How to reproduce\n\n```\n" + directory.command() + "\n```");
    parts.add(
        "## Files\n\n"
            + FileHashes.table(directory.path(), Set.of("README.md")).markdown().strip());
    return String.join("\n\n", parts) + "\n";
  }

  private String commands(Finding.Finalist best) {
    return new Deployment(request, best, folder()).commands();
  }

  private String html() throws IOException {
    JsonNode environment = directory.environment().orElse(MissingNode.getInstance());
    Page page =
        new Page("tune", question())
            .madeFrom("`measurements.jsonl`, `space.yaml` and `tune.yaml`")
            .found(found())
            .verdict(verdict(), VALID)
            .note(RunNote.read(directory.path()));
    long settings = measurements.stream().map(Measurement::setting).distinct().count();
    page.card(
        "Looked at", Long.toString(settings), "of %d settings".formatted(space.settings().size()));
    double seconds = measurements.stream().mapToDouble(Measurement::seconds).sum();
    page.card(
        "Took",
        Duration.ofSeconds(Math.round(seconds)).toMinutes() + " min",
        "of " + request.budget().toMinutes());
    page.measured(directory.started(), "", environment);
    if (!finding.finalists().isEmpty()) {
      page.section(
          "Finalists",
          Page.table("Finalists", TuneTable.finalists(space, finding)) + Page.paragraph(KEY));
    }
    finding
        .recommended()
        .ifPresent(
            best ->
                page.section(
                    "To deploy",
                    Page.table("Knobs", TuneTable.knobs(space.today(), best.setting())),
                    Page.paragraph(
                        deployment().keySet().stream()
                            .map(file -> "`deploy/" + file + "`")
                            .collect(Collectors.joining(", ", "Written for you: ", "."))),
                    Page.command(commands(best))));
    plot().ifPresent(figure -> page.section("Rate and latency", figure.html()));
    page.section(
        "What was tried",
        Page.table("Everything that was tried", TuneTable.screened(request.goal(), measurements)));
    page.section("How it was measured", Page.list(protocol()));
    page.section("How to reproduce", Page.command(directory.command()));
    return page.environmentAndFiles(directory.path(), environment).render();
  }
}
