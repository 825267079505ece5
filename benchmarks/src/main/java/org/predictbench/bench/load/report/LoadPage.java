package org.predictbench.bench.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.FileHashes;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.RunNote;
import org.predictbench.bench.stats.Verdict;
import org.predictbench.server.yaml.EnumNames;

/** {@code README.md} of a load run. */
final class LoadPage {
  private LoadPage() {}

  static String render(Path directory, LoadReport report) throws IOException {
    LoadSuite suite = report.suite();
    List<String> parts = new ArrayList<>();
    parts.add("# " + suite.name() + "\n\n" + suite.question());
    parts.add(report.found());
    parts.add(verdict(report.verdict()));
    RunNote.read(directory).ifPresent(parts::add);
    if (suite.search().isPresent()) {
      parts.add(report.edgeTable().markdown().strip());
      parts.add("![latency by rate](plots/latency-by-rate.svg)");
    }
    if (report.gate().isPresent()) {
      parts.add("## Gate\n\n" + report.gateTable().markdown().strip() + "\n\n" + GATE_KEY);
      parts.add("## Latency");
    }
    parts.add(report.trialTable().markdown().strip());
    parts.add(KEY);
    Optional<Table> server = report.serverTimes(directory);
    if (server.isPresent()) {
      parts.add(
          "## Where the time went on the server\n\n"
              + server.get().markdown().strip()
              + "\n\n"
              + ServerTimes.KEY);
    }
    parts.add("## Account\n\n" + LoadTable.accounts(report.trials()).markdown().strip());
    List<String> failures = failures(report.trials());
    if (!failures.isEmpty()) {
      parts.add("## Not valid, or failed\n\n" + bullets(failures));
    }
    parts.add(
        "## How it was measured\n\n"
            + bullets(protocol(suite, LoadDirectory.open(directory).requests())));
    String plots = plots(report);
    if (!plots.isEmpty()) {
      parts.add("## Plots\n\n" + plots);
    }
    parts.add("## How to reproduce\n\n" + reproduce(directory));
    parts.add("## Files\n\n" + FileHashes.table(directory, Set.of("README.md")).markdown().strip());
    return String.join("\n\n", parts) + "\n";
  }

  static final String VALID =
      "every request is accounted for, every answer was right, and the generator kept its own times.";

  static final String KEY =
      """
      Latency counts from the intended send. `uncorrected` counts from the moment the client was \
      called, as a closed loop would: what a request waited before that is missing. A dash: fewer \
      than ten samples lie beyond.""";

  static final String GATE_KEY =
      """
      A requirement passes if its interval lies below the bound, and fails if it lies above. At the \
      bound itself a decision is wrong in about one of twenty runs, each way, and more often where slow spells \
      last long. A request that failed or \
      was dropped counts as one that took for ever. A load ends as soon as its decision is clear.""";

  private static String bullets(List<String> lines) {
    return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
  }

  private static String verdict(Verdict verdict) {
    return verdict.valid()
        ? "**VALID**: " + VALID
        : verdict.reasons().stream().collect(Collectors.joining("\n- ", "**INVALID**:\n\n- ", ""));
  }

  /** Why trials are not valid, and what failed in them. */
  static List<String> failures(List<TrialResult> trials) {
    List<String> lines = new ArrayList<>();
    for (TrialResult result : trials) {
      result
          .verdict()
          .reasons()
          .forEach(reason -> lines.add("`%s`: %s".formatted(result.trial().name(), reason)));
      result.trial().reasons().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              e ->
                  lines.add(
                      "`%s`: failed %d times with %s"
                          .formatted(result.trial().name(), e.getValue(), e.getKey())));
    }
    return lines;
  }

  /** How it was measured, in inline Markdown. */
  static List<String> protocol(LoadSuite suite, Optional<RunInputs.SentRequests> sent) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Model `%s`, %sbatch %d; scenario %s."
            .formatted(
                suite.model(),
                sent.isPresent() ? "" : "request " + EnumNames.of(suite.request()) + ", ",
                suite.batch(),
                EnumNames.of(suite.scenario())));
    sent.ifPresent(requests -> lines.add("Sent in turn: %s.".formatted(requests.text())));
    lines.add(
        "%d s of warm-up, then %d s of load; at most %d in flight and %d waiting; %d sender%s; deadline %d ms."
            .formatted(
                suite.warmup().toSeconds(),
                suite.duration().toSeconds(),
                suite.limits().inFlight(),
                suite.limits().queue(),
                suite.limits().senders(),
                suite.limits().senders() == 1 ? "" : "s",
                suite.deadline().toMillis()));
    suite.faults().forEach(fault -> lines.add("Fault on purpose: " + fault + "."));
    suite
        .search()
        .ifPresent(
            search ->
                lines.add(
                    "Highest rate for %s by bisection to within %s %%; near the edge most of %d trials decide."
                        .formatted(
                            search.slo(),
                            Numbers.trimmed(100 * search.precision()),
                            search.repeats())));
    lines.add(
        "Generator and server share a machine unless `environment.json` says otherwise; the generator's share of it is in the account.");
    return lines;
  }

  private static String plots(LoadReport report) {
    return report.suite().search().isPresent()
        ? ""
        : report.plots().keySet().stream()
            .map(name -> "![%s](plots/%s.svg)".formatted(name, name))
            .collect(Collectors.joining("\n\n"));
  }

  /** The command line, as it was typed. */
  static String command(Path directory) throws IOException {
    Path command = directory.resolve("command.txt");
    return Files.exists(command) ? Files.readString(command).strip() : "not recorded";
  }

  private static String reproduce(Path directory) throws IOException {
    return "```\n"
        + command(directory)
        + "\n```\n\nTables and plots are rebuilt from `trials/` and `hdr/` by "
        + "`java -jar benchmarks/target/benchmarks.jar report DIR`; `load --merge` adds up any of the logs.";
  }
}
