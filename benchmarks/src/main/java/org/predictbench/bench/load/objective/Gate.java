package org.predictbench.bench.load.objective;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;

/**
 * Decides whether a load keeps its requirements: it passes one whose interval lies below the bound,
 * fails one whose interval lies above it, and leaves the rest undecided. At the bound itself a
 * decision is wrong in about one of twenty cases, each way, however often it looked; in more of
 * them where slow spells last longer than a block of {@link Blocks}.
 *
 * <p>The interval of a percentile is one of ranks, after R. S. Woodruff, "Confidence Intervals for
 * Medians and Other Position Measures", Journal of the American Statistical Association 47, 1952;
 * requests are no independent samples, for which {@link Blocks} allows.
 *
 * @param requirements at least one
 */
public record Gate(List<Requirement> requirements) {
  public Gate {
    requirements = List.copyOf(requirements);
  }

  /**
   * Judges what a load has shown by now; the same intervals give the same decisions.
   *
   * @param startMillis when it began, by the wall clock
   * @param duration of the load, if nothing ends it before
   * @param isOver whether every request has its outcome, and no interval is to come
   */
  public List<Judged> judge(
      long startMillis, Duration duration, List<Interval> intervals, boolean isOver) {
    List<Judged> judged = new ArrayList<>();
    for (Looks.Look look : new Looks(startMillis, duration).at(intervals, isOver)) {
      judged = look(startMillis, intervals.subList(0, look.intervals()), look.alpha());
      if (isSettled(judged)) {
        break;
      }
    }
    return judged;
  }

  /** Whether more data would change nothing: all passed, or one failed. */
  static boolean isSettled(List<Judged> judged) {
    return of(judged) != Decision.UNDECIDED;
  }

  /** Of all of them together; nothing decides nothing. */
  public static Decision of(List<Judged> judged) {
    return judged.isEmpty()
        ? Decision.UNDECIDED
        : judged.stream().map(Judged::decision).reduce(Decision.PASS, Decision::and);
  }

  List<Judged> look(long startMillis, List<Interval> intervals, double alpha) {
    Blocks blocks = Blocks.of(intervals);
    double seconds = (intervals.get(intervals.size() - 1).endMillis() - startMillis) / 1e3;
    // One of several is decided wrongly more often than one alone.
    double each = alpha / requirements.size();
    List<Judged> judged = new ArrayList<>();
    for (Requirement requirement : requirements) {
      judged.add(
          requirement instanceof Requirement.Latency latency
              ? percentile(latency, blocks, each, seconds)
              : share((Requirement.Failed) requirement, blocks, each, seconds));
    }
    return judged;
  }

  private static Judged percentile(
      Requirement.Latency latency, Blocks blocks, double alpha, double seconds) {
    Ranks ranks = new Ranks(latency.tag(), blocks);
    double slower = 1 - latency.level();
    double bound = latency.slo().limit().toNanos() / 1e3;
    double value = ranks.at(latency.level(), 0.5);
    Decision decision = ranks.beyond(bound, slower, alpha).decide();
    ShareInterval around = ranks.beyond(value, slower, alpha);
    double low = ranks.at(1 - around.high(), 1);
    double high = ranks.atMost(1 - around.low());
    return new Judged(
        latency.toString(),
        decision,
        value,
        // The decision is taken at the bound, by the same rule; no rounding contradicts it.
        decision == Decision.FAIL ? Math.max(low, bound) : low,
        decision == Decision.PASS ? Math.min(high, bound) : high,
        1 - 2 * alpha,
        Blocks.ended(blocks.total()),
        seconds);
  }

  private static Judged share(
      Requirement.Failed failed, Blocks blocks, double alpha, double seconds) {
    ShareInterval lost =
        ShareInterval.of(blocks, Gate::lost, Blocks::ended, 0, failed.share(), alpha);
    return new Judged(
        failed.toString(),
        lost.decide(),
        lost.share(),
        lost.low(),
        lost.high(),
        1 - 2 * alpha,
        Blocks.ended(blocks.total()),
        seconds);
  }

  private static long lost(Histograms histograms) {
    return histograms.failed() + histograms.dropped();
  }
}
