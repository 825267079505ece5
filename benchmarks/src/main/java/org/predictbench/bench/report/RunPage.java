package org.predictbench.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.report.Reporter.Report;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Summary;
import org.predictbench.bench.stats.Verdict;

/** {@code README.md} of a run: what was asked, what came out, and how far to trust it. */
final class RunPage {
  private RunPage() {}

  static String render(Path directory, Report report, List<ForkRecord> forks) throws IOException {
    Suite suite = report.summary().suite();
    List<String> parts = new ArrayList<>();
    parts.add("# " + suite.name() + "\n\n" + suite.question());
    parts.add(verdict(report.verdict()));
    parts.add(Table.of(report.summary()).markdown().strip());
    parts.add(
        """
        In brackets: 95 %% confidence intervals. `ratio` is to `%s`, paired by round; below 1 is \
        faster. `~` marks a step whose interval contains 1: no difference shown. A dash: too few \
        samples, or not measured."""
            .formatted(suite.baseline()));
    parts.add("![p50 of each step](plots/ladder.svg)");
    report.summary().callCost().ifPresent(cost -> parts.add(callCost(cost)));
    parts.add("## Protocol\n\n" + protocol(suite));
    parts.add("## p50 by round\n\n" + rounds(report.summary()));
    parts.add("## Peak memory (resident set)\n\n" + memory(report.summary()));
    String failures = failures(forks);
    if (!failures.isEmpty()) {
      parts.add("## Failed forks\n\n" + failures);
    }
    parts.add("## Threats to validity\n\n" + threats(suite));
    parts.add("## How to reproduce\n\n" + reproduce(directory));
    parts.add("## Files\n\n" + FileHashes.table(directory).markdown().strip());
    return String.join("\n\n", parts) + "\n";
  }

  private static String verdict(Verdict verdict) {
    if (verdict.valid()) {
      return "**VALID**: the A/A control agrees with the baseline, no cell failed, all answers agree.";
    }
    StringBuilder text = new StringBuilder("**INVALID**:\n");
    verdict.reasons().forEach(reason -> text.append("\n- ").append(reason));
    return text.toString();
  }

  private static String callCost(Summary.CallCost cost) {
    return "On top of the server's own `Session.run`, the best client (`%s`) and the wire cost **%s**."
        .formatted(cost.best(), Numbers.time(cost.micros()));
  }

  private static String protocol(Suite suite) {
    return """
        - Model `%s`, batch size %d.
        - %d rounds; in each, a fresh server for each config and a fresh JVM fork for each cell, all \
        alive together.%s They work in turns of %s, in an order shuffled anew each time, one at a \
        time: %s.
        - p50 is the geometric mean over rounds of the rounds' medians, mean the mean of their means; \
        p90 and up pool all samples.
        - Intervals: bootstrap over rounds, 10,000 resamples, percentiles expanded for few rounds \
        (Hesterberg 2014).
        - A/A control `%s` repeats `%s`: its ratio's interval must contain 1 and be no wider than \
        ±%s.
        - Answers: bit-identical within a server config; same class and probabilities within %s \
        across configs."""
        .formatted(
            suite.model(),
            suite.batchSize(),
            suite.protocol().rounds(),
            rehearsal(suite.protocol()),
            suite.protocol().turn().toMillis() + " ms",
            turns(suite),
            suite.control(),
            suite.baseline(),
            suite.maxControlHalfWidth(),
            suite.tolerance());
  }

  private static String rehearsal(Protocol protocol) {
    return protocol.rehearsal().isZero()
        ? ""
        : " Each fork first calls, for %d ms, a stand-in of the model, so that the code of client and server is compiled."
            .formatted(protocol.rehearsal().toMillis());
  }

  private static String turns(Suite suite) {
    Protocol protocol = suite.protocol();
    String turns =
        "%d turns of warm-up, %d measured"
            .formatted(protocol.warmupPasses(), protocol.measuredPasses());
    return protocol.baselineTurns() == 1
        ? turns
        : turns
            + ", and for the baseline and its control, on which all ratios rest, %d times as many"
                .formatted(protocol.baselineTurns());
  }

  private static String rounds(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("cell"));
    int last =
        summary.cells().stream()
            .flatMap(cell -> cell.roundP50().keySet().stream())
            .mapToInt(round -> round)
            .max()
            .orElse(0);
    for (int round = 1; round <= last; round++) {
      header.add(Integer.toString(round));
    }
    rows.add(header);
    for (CellSummary cell : summary.cells()) {
      List<String> row = new ArrayList<>(List.of("`" + cell.name() + "`"));
      for (int round = 1; round <= last; round++) {
        row.add(Numbers.time(cell.roundP50().getOrDefault(round, Double.NaN)));
      }
      rows.add(row);
    }
    return Table.of(rows).markdown().strip();
  }

  private static String memory(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cell", "client", "server"));
    for (CellSummary cell : summary.cells()) {
      rows.add(
          List.of(
              "`" + cell.name() + "`",
              Numbers.bytes(cell.clientPeakRssBytes()),
              Numbers.bytes(cell.serverPeakRssBytes())));
    }
    return Table.of(rows).markdown().strip();
  }

  private static String failures(List<ForkRecord> forks) {
    return String.join(
        "\n",
        forks.stream()
            .filter(fork -> !fork.ok())
            .map(f -> "- `%s`, round %d: %s".formatted(f.cell(), f.round(), f.reason()))
            .toList());
  }

  private static String threats(Suite suite) {
    String few =
        suite.protocol().rounds() < 5
            ? "\n- With "
                + suite.protocol().rounds()
                + " rounds, the intervals are rough, likely too narrow."
            : "";
    return """
        - Client and server share one machine and its cores: a client that computes less also leaves \
        more to the server.
        - Closed loop, one call at a time: no queueing, so tail latency under load is not shown.
        - One machine, one model, one day; see `environment.json` for what it was.
        - Intervals are per comparison; among many comparisons, a few miss by chance."""
        + few;
  }

  private static String reproduce(Path directory) throws IOException {
    Path command = directory.resolve("command.txt");
    if (!Files.exists(command)) {
      return "Run `suite.yaml` again; the command line was not recorded.";
    }
    Path seed = directory.resolve("seed.txt");
    String order =
        Files.exists(seed) ? "\nThe cells' order follows from seed " + oneLine(seed) + "." : "";
    return "```\n"
        + Files.readString(command).strip()
        + "\n```\n"
        + order
        + "\nTables and plots are rebuilt from `rounds/` by `java -jar benchmarks.jar report DIR`.";
  }

  private static String oneLine(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
