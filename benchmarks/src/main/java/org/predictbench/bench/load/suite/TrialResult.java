package org.predictbench.bench.load.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.predictbench.bench.load.objective.Decision;
import org.predictbench.bench.load.objective.Gate;
import org.predictbench.bench.load.objective.Judged;
import org.predictbench.bench.load.objective.Requirement;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.IntervalLog;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.send.Outcomes;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.stats.Verdict;

/**
 * A trial, its histograms, and the verdict on it.
 *
 * @param verdict whether the generator did what it was to do, under steady conditions; whether the
 *     server kept up is another question
 * @param judged what is required of it, in the suite's order; empty without a gate
 * @param faithful whether what was sent is what was to be sent, and when
 * @param lossy whether more requests failed or were dropped than may, or answers were wrong
 */
public record TrialResult(
    Trial trial,
    List<Interval> intervals,
    Histograms total,
    Verdict verdict,
    List<Judged> judged,
    boolean faithful,
    boolean lossy) {
  private static final int SAMPLES_BEYOND = 10;

  /** Checks a trial against the rules. */
  public static TrialResult of(LoadSuite suite, Trial trial, List<Interval> intervals) {
    Histograms total = IntervalLog.total(intervals);
    List<String> problems = new ArrayList<>();
    account(trial, total, problems);
    generator(suite, trial, total, problems);
    boolean faithful = problems.isEmpty();
    boolean lossy = isLossy(suite, trial, total);
    if (lossy) {
      problems.add(losses(suite.rules(), trial, total));
    }
    if (!trial.decided()) {
      length(suite, trial, total, problems);
    }
    if (suite.pattern() != LoadSuite.Pattern.PHASES) {
      drift(suite.rules(), intervals, problems);
    }
    List<Judged> judged =
        suite
            .gate()
            .map(
                gate -> gate.judge(trial.start().toEpochMilli(), suite.duration(), intervals, true))
            .orElse(List.of());
    return new TrialResult(
        trial, List.copyOf(intervals), total, Verdict.of(problems), judged, faithful, lossy);
  }

  /** Whether more was lost than is allowed; where a gate judges that, an answer that was wrong. */
  private static boolean isLossy(LoadSuite suite, Trial trial, Histograms total) {
    boolean isJudged =
        suite.gate().map(Gate::requirements).orElse(List.of()).stream()
            .anyMatch(each -> each instanceof Requirement.Failed);
    double lost = (double) (total.failed() + total.dropped()) / Math.max(1, total.sent());
    return isJudged
        ? trial.reasons().containsKey(Outcomes.WRONG_ANSWER)
        : lost > suite.rules().failed();
  }

  /** What the gate says of it; undecided without one. */
  public Decision decision() {
    return judged.stream().map(this::decision).reduce(Decision::and).orElse(Decision.UNDECIDED);
  }

  /**
   * What it says of one requirement. A load that was not the one asked for decides nothing, and
   * none that is not VALID passes.
   */
  public Decision decision(Judged one) {
    if (!faithful) {
      return Decision.UNDECIDED;
    }
    if (lossy) {
      return Decision.FAIL;
    }
    return verdict.valid() ? one.decision() : one.decision().and(Decision.UNDECIDED);
  }

  private static void account(Trial trial, Histograms total, List<String> problems) {
    if (trial.stopped()) {
      problems.add("stopped before its end");
    }
    long ended = total.answered() + total.failed() + total.dropped();
    if (total.sent() != trial.planned() || ended != total.sent()) {
      problems.add(
          "the account does not close: planned %d, sent %d, answered %d + failed %d + dropped %d = %d"
              .formatted(
                  trial.planned(),
                  total.sent(),
                  total.answered(),
                  total.failed(),
                  total.dropped(),
                  ended));
    }
  }

  private static String losses(LoadRules rules, Trial trial, Histograms total) {
    return "%d failed%s and %d dropped of %d, the suite allows %s"
        .formatted(
            total.failed(),
            trial.reasons().isEmpty() ? "" : " " + reasons(trial.reasons()),
            total.dropped(),
            total.sent(),
            percent(rules.failed()));
  }

  /** As {@code (INTERNAL 3, UNAVAILABLE 4)}. */
  static String reasons(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static void generator(
      LoadSuite suite, Trial trial, Histograms total, List<String> problems) {
    lateness(suite, total, problems);
    if (trial.generatorCpu() > suite.rules().generatorCpu()) {
      problems.add(
          "the generator used %s of the machine, the suite allows %s"
              .formatted(percent(trial.generatorCpu()), percent(suite.rules().generatorCpu())));
    }
  }

  private static void length(
      LoadSuite suite, Trial trial, Histograms total, List<String> problems) {
    double shortest = suite.rules().minDuration().toMillis() / 1e3;
    if (trial.sendingSeconds() < shortest) {
      problems.add(
          String.format(
              Locale.ROOT,
              "%.1f s is too short, the suite asks for %.1f s",
              trial.sendingSeconds(),
              shortest));
    }
    if (total.answered() < suite.rules().minSamples()) {
      problems.add(
          "%d answers are too few, the suite asks for %d"
              .formatted(total.answered(), suite.rules().minSamples()));
    }
  }

  /**
   * Whether a load that is under way would be VALID if it ended now, as far as its own rules go.
   */
  public static boolean isSound(LoadSuite suite, List<Interval> intervals) {
    List<String> problems = new ArrayList<>();
    lateness(suite, IntervalLog.total(intervals), problems);
    if (suite.pattern() != LoadSuite.Pattern.PHASES) {
      drift(suite.rules(), intervals, problems);
    }
    return problems.isEmpty();
  }

  private static void lateness(LoadSuite suite, Histograms total, List<String> problems) {
    double lateness = total.micros(Tag.LATENESS, 99);
    double allowed = suite.rules().latenessP99().toNanos() / 1e3;
    if (suite.pattern().open() && lateness > allowed) {
      problems.add(
          "the sender was %s late at p99, the suite allows %s"
              .formatted(Numbers.time(lateness), Numbers.time(allowed)));
    }
  }

  private static void drift(LoadRules rules, List<Interval> intervals, List<String> problems) {
    int half = intervals.size() / 2;
    double first = IntervalLog.total(intervals.subList(0, half)).micros(Tag.CORRECTED, 50);
    double second =
        IntervalLog.total(intervals.subList(half, intervals.size())).micros(Tag.CORRECTED, 50);
    double drift = Math.max(second / first, first / second);
    // NaN, where a half has no answer, is caught by the rules above.
    if (drift > rules.drift()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "not steady: p50 was %.0f µs in the first half, %.0f µs in the second",
              first,
              second));
    }
  }

  /** Value in microseconds; NaN if too few samples exceed it for it to mean anything. */
  public double micros(Tag tag, double percentile) {
    double beyond = total.of(tag).getTotalCount() * (1 - percentile / 100);
    // A hair less than ten is ten that a double could not hold.
    return beyond < SAMPLES_BEYOND - 1e-6 ? Double.NaN : total.micros(tag, percentile);
  }

  /** Answers a second, over the time in which was sent. */
  public double answeredPerSecond() {
    return total.answered() / Math.max(trial.sendingSeconds(), 1e-9);
  }

  /** Whether the trial met its SLO; true if it has none. */
  public boolean kept() {
    return trial.slo() == null || Slo.parse(trial.slo()).holds(trial.planned(), total);
  }

  /** Whether the load was a fair one and the SLO was met. */
  public boolean held() {
    return verdict.valid() && kept();
  }

  /** Share of the machine that the generator used, from 0 to 1. */
  public double generatorCpu() {
    return trial.generatorCpu();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
