package org.predictbench.bench.load.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Page;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.result.RunNote;

/** {@link Page} of a load run. */
final class LoadHtml {
  private LoadHtml() {}

  static String render(Path directory, LoadReport report) throws IOException {
    LoadSuite suite = report.suite();
    JsonNode environment = environment(directory);
    Page page = new Page(suite.name(), suite.question()).madeFrom("`trials/` and `hdr/`");
    page.found(report.found()).verdict(report.verdict(), LoadPage.VALID);
    page.note(RunNote.read(directory));
    cards(page, report);
    page.measured(report.started(), suite.load(), environment);
    boolean search = suite.search().isPresent();
    Map<String, Figure> plots = report.plots();
    String trials =
        Page.table("Latency of each trial", report.trialTable()) + Page.paragraph(LoadPage.KEY);
    if (report.gate().isPresent()) {
      page.section(
          "Gate",
          Page.table("What was required", report.gateTable()) + Page.paragraph(LoadPage.GATE_KEY));
    }
    if (search) {
      page.section("Result", Page.table("Highest rates", report.edgeTable()));
    } else {
      page.section("Result", trials);
    }
    plots.forEach((name, figure) -> page.section(title(name), figure.html()));
    if (search) {
      page.section("Trials", trials);
    }
    Optional<Table> server = report.serverTimes(directory);
    if (server.isPresent()) {
      page.section(
          "Where the time went on the server",
          Page.table("The server's own times", server.get()) + Page.paragraph(ServerTimes.KEY));
    }
    page.section(
        "Account", Page.table("Where each request went", LoadTable.accounts(report.trials())));
    List<String> failures = LoadPage.failures(report.trials());
    if (!failures.isEmpty()) {
      page.section("Not valid, or failed", Page.list(failures));
    }
    page.section(
        "How it was measured",
        Page.list(LoadPage.protocol(suite, LoadDirectory.open(directory).requests())));
    page.section("How to reproduce", Page.command(LoadPage.command(directory)));
    return page.environmentAndFiles(directory, environment).render();
  }

  private static void cards(Page page, LoadReport report) {
    List<TrialResult> trials = report.trials();
    if (trials.isEmpty()) {
      return;
    }
    double late =
        trials.stream()
            .mapToDouble(result -> result.total().micros(Tag.LATENESS, 99))
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    long lost = trials.stream().mapToLong(r -> r.total().failed() + r.total().dropped()).sum();
    long sent = trials.stream().mapToLong(r -> r.total().sent()).sum();
    page.card("Requests", Long.toString(sent), lost + " of them failed or were dropped");
    if (!Double.isNaN(late)) {
      page.card("Sender late", Numbers.time(late), "at p99, in the worst of the trials");
    }
  }

  /** As {@code Latency by rate}; a plot over time is named after its trial. */
  private static String title(String plot) {
    String words =
        plot.startsWith("time-") ? "over time: " + plot.substring(5) : plot.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static JsonNode environment(Path directory) throws IOException {
    Path file = directory.resolve("environment.json");
    return Files.exists(file) ? Json.mapper().readTree(file.toFile()) : MissingNode.getInstance();
  }
}
