package org.predictbench.bench.load.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.load.objective.Decision;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Page;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.report.Words;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.stats.Verdict;

/** What a load run came to, and the files that show it. */
public final class LoadReport {
  private static final int PLOTS_OF_EACH = 8;

  private final LoadSuite suite;
  private final List<TrialResult> trials;
  private final List<Edge> edges;

  private LoadReport(LoadSuite suite, List<TrialResult> trials) {
    this.suite = suite;
    this.trials = trials;
    this.edges =
        suite.search().isEmpty()
            ? List.of()
            : Edge.byCell(trials).entrySet().stream()
                .map(cell -> Edge.of(cell.getKey(), cell.getValue()))
                .toList();
  }

  /** Reads and checks a run without writing anything. */
  public static LoadReport read(Path directory) throws IOException {
    LoadDirectory run = LoadDirectory.open(directory);
    return new LoadReport(run.suite(), run.trials());
  }

  /**
   * Writes {@code summary.csv}, {@code plots/*.svg}, {@code report.html} and {@code README.md}
   * anew; the same raw files give the same bytes.
   */
  public static LoadReport rebuild(Path directory) throws IOException {
    LoadReport report = read(directory);
    AtomicFiles.write(directory.resolve("summary.csv"), LoadTable.csv(report.trials));
    for (Map.Entry<String, Figure> plot : report.plots().entrySet()) {
      AtomicFiles.write(
          directory.resolve("plots").resolve(plot.getKey() + ".svg"), plot.getValue().file());
    }
    if (report.gate().isPresent()) {
      AtomicFiles.write(directory.resolve("gate.json"), report.gateJson());
    }
    AtomicFiles.write(directory.resolve(Page.NAME), LoadHtml.render(directory, report));
    // Last, since it states the hashes of all others.
    AtomicFiles.write(directory.resolve("README.md"), LoadPage.render(directory, report));
    return report;
  }

  /** File name, without its ending, to plot. */
  Map<String, Figure> plots() {
    Map<String, Figure> plots = new LinkedHashMap<>();
    if (trials.isEmpty()) {
      return plots;
    }
    if (suite.search().isPresent()) {
      plots.put(
          "latency-by-rate",
          LoadPlots.byRate(
              suite.name() + ": " + suite.search().get().slo(),
              Edge.byCell(trials),
              suite.search().get().slo()));
      return plots;
    }
    if (suite.steps().size() > 1) {
      plots.put("latency-by-throughput", LoadPlots.byThroughput(suite.name(), Edge.byCell(trials)));
    } else {
      plots.put("percentiles", LoadPlots.percentiles(trials));
    }
    for (TrialResult result : trials.subList(0, Math.min(trials.size(), PLOTS_OF_EACH))) {
      plots.put("time-" + result.trial().name(), LoadPlots.timeSeries(result));
    }
    return plots;
  }

  /** When its first trial began; {@link Instant#MIN} if there is none. */
  public Instant started() {
    return trials.stream()
        .map(result -> result.trial().start())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /**
   * Valid if every trial is; in a search, where trials beyond the edge fail by nature, if every
   * cell has an edge and it is the server's.
   */
  public Verdict verdict() {
    List<String> problems = new ArrayList<>();
    if (suite.search().isEmpty()) {
      trials.forEach(
          result ->
              result
                  .verdict()
                  .reasons()
                  .forEach(reason -> problems.add(result.trial().name() + ": " + reason)));
    } else {
      edges.forEach(edge -> problems(edge, problems));
    }
    suite.cells().stream().forEach(cell -> missing(cell, problems));
    return Verdict.of(problems);
  }

  private void missing(Cell cell, List<String> problems) {
    long made = trials.stream().filter(t -> t.trial().cell().equals(cell.name())).count();
    int steps = suite.steps().size();
    if (made == 0) {
      problems.add(cell.name() + ": not measured");
    } else if (suite.search().isEmpty() && made < steps) {
      problems.add("%s: %d of %d loads measured".formatted(cell.name(), made, steps));
    }
  }

  private static void problems(Edge edge, List<String> problems) {
    if (edge.highest().isEmpty()) {
      problems.add(edge.cell() + ": no rate that was tried kept " + edge.slo());
    } else if (edge.next().isEmpty()) {
      problems.add(edge.cell() + ": no rate that was tried broke " + edge.slo());
    }
    edge.because()
        .ifPresent(why -> problems.add(edge.cell() + ": its edge is not the server's: " + why));
  }

  public String name() {
    return suite.name();
  }

  public String question() {
    return suite.question();
  }

  /**
   * What it found, in a sentence or a few: the highest rate in a search, else a late percentile at
   * the last rate; of the cells that the suite puts in its headline, or of all.
   */
  public Optional<String> headline() {
    return LoadHeadline.of(suite, trials, edges);
  }

  /** What was found, after what must be known first of a run that is not VALID. */
  public String found() {
    String found = Words.judged(verdict(), headline().orElse("Nothing was measured."));
    return gate().isEmpty() ? found : GateTable.sentence(suite, trials) + " " + found;
  }

  /** What the gate decided; empty if nothing is required. */
  public Optional<Decision> gate() {
    return suite.gate().map(any -> GateTable.decision(suite, trials));
  }

  /** The decision with all it rests on, for other programs. */
  public String gateJson() throws IOException {
    return GateFiles.json(this, gate().orElseThrow());
  }

  /** The same as a JUnit report. */
  public String gateJunit() {
    return GateFiles.junit(this);
  }

  /** The group to which the suite belongs, if it says so. */
  public Optional<String> group() {
    return suite.listing().or(LoadSuites.listing(suite.name())).group();
  }

  /** The table that answers the question, in Markdown. */
  public String table() {
    return (edges.isEmpty() ? trialTable() : edgeTable()).markdown();
  }

  /** For the terminal. */
  public String text() {
    String table = trialTable().terminal();
    if (gate().isPresent()) {
      return table + "\n" + gateTable().terminal();
    }
    return edges.isEmpty() ? table : table + "\n" + edgeTable().terminal();
  }

  Table trialTable() {
    return LoadTable.of(trials, suite.percentiles());
  }

  /** What the server says of its own times; empty if it was not asked. */
  Optional<Table> serverTimes(Path directory) throws IOException {
    Path name = Path.of(suite.model()).getFileName();
    return ServerTimes.of(
        LoadDirectory.open(directory), trials, name == null ? suite.model() : name.toString());
  }

  Table gateTable() {
    return GateTable.of(trials);
  }

  Table edgeTable() {
    return LoadTable.edges(edges);
  }

  LoadSuite suite() {
    return suite;
  }

  List<TrialResult> trials() {
    return trials;
  }
}
