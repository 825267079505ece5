package org.predictbench.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.predictbench.bench.report.Reporter.Report;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ComparedTime;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.shape.Ladder;
import org.predictbench.bench.stats.Steadiness;
import org.predictbench.bench.stats.Steadiness.State;
import org.predictbench.bench.stats.Summary;
import org.predictbench.bench.stats.Verdict;
import org.predictbench.bench.stats.faults.CallCounts;
import org.predictbench.bench.stats.faults.WarmUps;

/** What both pages of a run say in words; in Markdown, inline markup alone. */
final class RunProse {
  static final String VALID =
      "every planned record is there and sound, no fork failed, all answers agree, and the A/A control agrees with the baseline.";

  static final String NOTED = "Noted beside the verdict:";

  private static final int FEW_ROUNDS = 6;

  private RunProse() {}

  static String verdict(Verdict verdict) {
    StringBuilder text = new StringBuilder();
    if (verdict.valid()) {
      text.append("**VALID**: ").append(VALID);
    } else {
      text.append("**").append(verdict.state()).append("**:\n");
      verdict.reasons().forEach(reason -> text.append("\n- ").append(reason));
    }
    if (!verdict.notes().isEmpty()) {
      text.append("\n\n").append(NOTED).append("\n");
      verdict.notes().forEach(note -> text.append("\n- ").append(note));
    }
    return text.toString();
  }

  /** How to read the table. */
  static String key(Summary summary) {
    Suite suite = summary.suite();
    return "In brackets: 95 %% confidence intervals. `ratio` is to %s, paired by round; below 1 is faster.%s%s A dash: too few samples, or not measured."
        .formatted(
            references(suite),
            comparedTime(suite.protocol().comparedTime()),
            Ladder.isIn(suite) ? STEPS : "");
  }

  private static String comparedTime(ComparedTime time) {
    return time == ComparedTime.P50
        ? ""
        : " It compares %s, not p50: what disturbs a machine adds time to the slower ones."
            .formatted(time.words());
  }

  private static final String STEPS =
      """
       `~ 3 %` marks a step whose interval contains 1: no difference shown; one of 3 % would have \
      been, in four of five such runs. `°` marks one that is shown by itself, but not if all steps \
      are judged together.""";

  /** What the ratios refer to, such as {@code `a`, or `b` (c, d)}. */
  private static String references(Suite suite) {
    Map<String, List<String>> others = new LinkedHashMap<>();
    for (Cell cell : suite.cells()) {
      if (!suite.reference(cell).equals(suite.baseline())) {
        others
            .computeIfAbsent(suite.reference(cell), reference -> new ArrayList<>())
            .add(cell.name());
      }
    }
    StringBuilder text = new StringBuilder("`" + suite.baseline() + "`");
    others.forEach(
        (reference, cells) ->
            text.append(", or `%s` (%s)".formatted(reference, String.join(", ", cells))));
    return text.toString();
  }

  static String callCost(Summary.CallCost cost) {
    return "On top of the server's own `Session.run`, the best client (`%s`) and the wire cost **%s**."
        .formatted(cost.best(), Numbers.time(cost.micros()));
  }

  static List<String> protocol(Report report) {
    Summary summary = report.summary();
    Suite suite = summary.suite();
    List<String> lines = new ArrayList<>();
    suite.protocol().until().ifPresent(until -> lines.add(stoppingRule(until, summary)));
    if (suite.protocol().until().isEmpty() && suite.protocol().mayGoOn()) {
      lines.add(addedRounds(suite.protocol(), summary));
    }
    lines.addAll(
        List.of(
            "Model `%s`, batch size %d."
                .formatted(String.join("`, `", suite.modelNames()), suite.batchSize()),
            """
        %d rounds; in each, %sa fresh JVM fork for each cell, all alive together.%s They work in time slices of %s, in an order shuffled anew each time, one at a \
        time: %s."""
                .formatted(
                    Math.max(summary.rounds(), 1),
                    servers(suite),
                    stubWarmup(suite.protocol()),
                    suite.protocol().slice().toMillis() + " ms",
                    slices(suite)),
            """
        p50 is the geometric mean over rounds of the rounds' medians, mean the mean of their means; \
        p90 and up pool all samples.""",
            """
        Intervals: 95 %, Student's t over rounds, of logarithms but for means; those of p90 and up \
        by a bootstrap over rounds and the samples in them.""",
            """
        A/A control `%s` repeats `%s`: its ratio's 99 %% interval must contain 1, and the 95 %% one be \
        no wider than ±%s."""
                .formatted(suite.control(), suite.baseline(), suite.maxControlHalfWidth()),
            """
        Answers: bit-identical within a server config; same class and probabilities within %s \
        across configs."""
                .formatted(suite.tolerance())));
    report
        .inputs()
        .ifPresent(
            inputs -> inputs.requests().forEach((model, sent) -> lines.add(requests(model, sent))));
    return lines;
  }

  private static String requests(String model, RunInputs.SentRequests sent) {
    return "Sent in turn to `%s`: %s.".formatted(model, sent.text());
  }

  private static String stoppingRule(Protocol.Precision until, Summary summary) {
    double widest = summary.widest();
    return Html.format(
        "Rounds until every ratio's interval is within ±%s %%, or %d min are over: **%s**, the widest is ±%.1f %% after %d rounds.",
        Html.format("%.2f", 100 * until.halfWidth()).replaceFirst("\\.?0+$", ""),
        until.budget().toMinutes(),
        widest <= until.halfWidth() ? "reached" : "not reached",
        100 * widest,
        summary.rounds());
  }

  private static String addedRounds(Protocol protocol, Summary summary) {
    int added = Math.max(0, summary.rounds() - protocol.rounds());
    return "%d rounds, and up to %d while only the width of the A/A control speaks against the run: **%s**."
        .formatted(
            protocol.rounds(),
            protocol.mostRounds(),
            added == 0 ? "none was added" : added == 1 ? "one was added" : added + " were added");
  }

  private static String servers(Suite suite) {
    Set<String> configs =
        suite.cells().stream()
            .filter(cell -> cell.kind().needsServer())
            .map(Cell::server)
            .collect(Collectors.toSet());
    if (configs.isEmpty()) {
      return "";
    }
    return configs.equals(Set.of(Cell.EXTERNAL_SERVER))
        ? "the server that was running already, and "
        : "a fresh server for each config and ";
  }

  private static String stubWarmup(Protocol protocol) {
    return protocol.stubWarmup().isZero()
        ? ""
        : " Each fork first calls, for %d ms, a stub model, so that the code of client and server is compiled."
            .formatted(protocol.stubWarmup().toMillis());
  }

  private static String slices(Suite suite) {
    Protocol protocol = suite.protocol();
    String slices =
        "%d slice%s of warm-up, %d measured"
            .formatted(
                protocol.warmupPasses(),
                protocol.warmupPasses() == 1 ? "" : "s",
                protocol.measuredPasses());
    return protocol.baselineSlices() == 1
        ? slices
        : slices
            + ", those %d times as many for the baseline and its control, on which all ratios rest"
                .formatted(protocol.baselineSlices());
  }

  /** Whether warm-up was over when measuring began, a line a sort of outcome. */
  static List<String> warmUp(Suite suite, List<ForkRecord> forks) {
    List<String> lines = new ArrayList<>(steadiness(Steadiness.of(suite, forks)));
    lines.addAll(WarmUps.lines(forks));
    return lines;
  }

  private static List<String> steadiness(List<Steadiness> cells) {
    List<String> lines = new ArrayList<>();
    for (State state : State.values()) {
      List<String> those =
          cells.stream().filter(c -> c.state() == state).map(RunProse::steadiness).toList();
      if (!those.isEmpty()) {
        lines.add("**%s**: %s".formatted(state.words(), String.join(", ", those)));
      }
    }
    return lines;
  }

  private static String steadiness(Steadiness cell) {
    return cell.ratio().hasInterval()
        ? "`%s` %s".formatted(cell.cell().name(), Numbers.ratio(cell.ratio()))
        : "`%s`".formatted(cell.cell().name());
  }

  static final String STEADINESS =
      "First third of the measured turns to the last third; above 1, it still got faster.";

  static final String ANSWERS =
      "What each server says of the one image, and by how much its probabilities differ from the baseline's.";

  static List<String> failures(List<ForkRecord> forks) {
    return forks.stream()
        .filter(fork -> !fork.ok())
        .map(f -> "`%s`, round %d: %s".formatted(f.cell(), f.round(), f.reason()))
        .toList();
  }

  static List<String> threats(Summary summary, List<ForkRecord> forks, JsonNode environment) {
    List<String> threats = new ArrayList<>();
    environment
        .path("host_check")
        .path("warnings")
        .forEach(warning -> threats.add("Host: " + warning.asText() + "."));
    if (CallCounts.uncounted(forks)) {
      threats.add(
          "No server of ours counted the requests: that each call reached a server was not checked.");
    }
    threats.add(
        """
        Client and server share one machine and its cores: a client that computes less also leaves \
        more to the server.""");
    threats.add(
        "Closed loop, one call at a time: no queueing, so tail latency under load is not shown.");
    threats.add("One machine, one model, one day; see `environment.json` for what it was.");
    threats.add("Intervals are per comparison; among many comparisons, a few miss by chance.");
    int rounds = summary.rounds();
    if (rounds == 1) {
      threats.add("A single round has no intervals.");
    } else if (rounds < FEW_ROUNDS) {
      threats.add(
          "With %d rounds, intervals are wide, and rest on rounds that spread near normally."
              .formatted(rounds));
    }
    return threats;
  }
}
