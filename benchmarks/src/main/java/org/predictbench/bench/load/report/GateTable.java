package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.load.objective.Decision;
import org.predictbench.bench.load.objective.Judged;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;

/** What a gate decided, as a table and in words. */
final class GateTable {
  private GateTable() {}

  static Table of(List<TrialResult> trials) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("trial", "required", "measured", "interval", "after", "decision"));
    for (TrialResult result : trials) {
      for (Judged judged : result.judged()) {
        rows.add(
            List.of(
                result.trial().name(),
                readable(judged.requirement()),
                value(judged, judged.value()),
                interval(judged),
                String.format(Locale.ROOT, "%.0f s", judged.seconds()),
                result.decision(judged).name()));
      }
    }
    return Table.of(rows);
  }

  /** Of the whole run: every cell at every step, each of which must be there. */
  static Decision decision(LoadSuite suite, List<TrialResult> trials) {
    Decision all = trials.stream().map(TrialResult::decision).reduce(Decision.PASS, Decision::and);
    boolean complete = trials.size() == suite.cells().size() * suite.steps().size();
    return complete ? all : all.and(Decision.UNDECIDED);
  }

  /** The decision in a sentence, with what it rests on. */
  static String sentence(LoadSuite suite, List<TrialResult> trials) {
    return switch (decision(suite, trials)) {
      case PASS -> "The gate says PASS: %s.".formatted(listed(trials, Decision.PASS));
      case FAIL -> "The gate says FAIL: %s.".formatted(listed(trials, Decision.FAIL));
      case UNDECIDED ->
          "The gate is UNDECIDED: %s."
              .formatted(why(trials).orElseGet(() -> listed(trials, Decision.UNDECIDED)));
    };
  }

  /** What kept a load that was not the one asked for, or not a sound one, from passing. */
  private static Optional<String> why(List<TrialResult> trials) {
    return trials.stream()
        .filter(result -> !result.verdict().valid())
        .map(result -> result.trial().name() + ": " + result.verdict().reasons().get(0))
        .findFirst()
        .or(() -> trials.isEmpty() ? Optional.of("nothing was measured") : Optional.empty());
  }

  private static String listed(List<TrialResult> trials, Decision decision) {
    String listed =
        trials.stream()
            .flatMap(result -> words(result, decision))
            .collect(Collectors.joining("; "));
    return listed.isEmpty() ? "a part of the suite was not measured" : listed;
  }

  private static Stream<String> words(TrialResult result, Decision decision) {
    String name = result.trial().name() + ": ";
    if (result.lossy()) {
      return decision == Decision.FAIL
          ? Stream.of(name + result.verdict().reasons().get(0))
          : Stream.empty();
    }
    return result.judged().stream()
        .filter(judged -> result.decision(judged) == decision)
        .map(judged -> name + words(judged));
  }

  /** As {@code p99 is 41.2 ms [38.0, 45.1], required is p99 < 50 ms, after 12 s}. */
  static String words(Judged judged) {
    String what = judged.requirement().replaceFirst("<.*", "");
    return "%s is %s %s, required is %s, after %.0f s"
        .formatted(
            what,
            value(judged, judged.value()),
            interval(judged),
            readable(judged.requirement()),
            judged.seconds());
  }

  private static String readable(String requirement) {
    return requirement.replace("<", " < ").replaceFirst("(\\d)(ms|%)$", "$1 $2");
  }

  private static String interval(Judged judged) {
    return "[%s, %s]".formatted(value(judged, judged.low()), value(judged, judged.high()));
  }

  private static String value(Judged judged, double value) {
    if (Double.isInfinite(value)) {
      return "∞";
    }
    if (judged.isShare()) {
      return Double.isNaN(value) ? Numbers.UNKNOWN : Numbers.trimmed(100 * value) + " %";
    }
    return Numbers.time(value);
  }
}
