package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Records;
import org.predictbench.bench.stats.faults.CallCounts;
import org.predictbench.bench.stats.faults.Disturbances;
import org.predictbench.bench.stats.faults.WarmUps;

/**
 * Whether a run passed its own checks. It is VALID only if every record that was planned is there,
 * unchanged and sound, no fork failed, all answers agree, and the A/A control is like the baseline.
 *
 * @param reasons what speaks against it, one line each; empty when valid
 * @param notes what disturbed the run and leaves it as it is, one line each
 * @param moreRoundsHelp whether only rounds are missing: some that were planned, or some more to
 *     make the control's interval as narrow as the suite asks
 */
public record Verdict(
    State state, List<String> reasons, List<String> notes, boolean moreRoundsHelp) {
  /** How a run ended. */
  public enum State {
    VALID,
    /** Stopped before all its rounds were measured; nothing else is wrong with those that were. */
    INCOMPLETE,
    INVALID
  }

  /** A 95 % interval leaves 1 out in one of twenty sound runs: too often for a verdict. */
  private static final double UNLIKE = 0.01;

  public Verdict {
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
  }

  /** VALID without a reason, else INVALID. */
  public static Verdict of(List<String> reasons) {
    return of(reasons, List.of());
  }

  private static Verdict of(List<String> reasons, List<String> notes) {
    return new Verdict(reasons.isEmpty() ? State.VALID : State.INVALID, reasons, notes, false);
  }

  public boolean valid() {
    return state == State.VALID;
  }

  /** {@code VALID}, {@code INCOMPLETE: 2 of 5 rounds} or {@code INVALID: reason; reason}. */
  public String line() {
    return valid() ? state.name() : state + ": " + String.join("; ", reasons);
  }

  /** {@link #line}, and below it the notes. */
  public String lines() {
    StringBuilder lines = new StringBuilder(line());
    notes.forEach(note -> lines.append("\nnoted: ").append(note));
    return lines.toString();
  }

  /**
   * Judges a run.
   *
   * @param stopped whether a run that finds out its number of rounds was stopped before it had
   */
  public static Verdict of(Summary summary, Records records, boolean stopped) {
    List<ForkRecord> forks = records.forks();
    RoundCheck rounds = new RoundCheck(summary.suite(), forks);
    List<String> reasons = new ArrayList<>(records.problems());
    reasons.addAll(rounds.problems());
    if (!forks.isEmpty()) {
      reasons.addAll(Failures.lines(summary, forks));
    }
    reasons.addAll(AnswerCheck.problems(summary.suite(), forks));
    reasons.addAll(CallCounts.problems(forks));
    reasons.addAll(Anatomy.problems(summary.suite(), forks));
    reasons.addAll(Disturbances.problems(records.rounds()));
    List<String> notes = new ArrayList<>(Disturbances.notes(records.rounds()));
    notes.addAll(CallCounts.notes(forks));
    notes.addAll(WarmUps.notes(forks));
    Optional<String> incomplete = rounds.incomplete();
    if (incomplete.isEmpty() && stopped) {
      incomplete =
          Optional.of("%d rounds, stopped before it had enough".formatted(summary.rounds()));
    }
    if (reasons.isEmpty() && incomplete.isPresent()) {
      // With more rounds the control may become narrow enough.
      return new Verdict(State.INCOMPLETE, List.of(incomplete.get()), notes, true);
    }
    incomplete.ifPresent(reasons::add);
    boolean sound = reasons.isEmpty();
    control(summary, reasons, notes);
    // Not to be measured until it looks right: where the control is, is no reason to go on.
    return sound && !reasons.isEmpty() && isTooWide(summary)
        ? new Verdict(State.INVALID, reasons, notes, true)
        : of(reasons, notes);
  }

  /** The same with more that is worth knowing beside it. */
  public Verdict noting(List<String> more) {
    return new Verdict(
        state, reasons, Stream.concat(more.stream(), notes.stream()).toList(), moreRoundsHelp);
  }

  private static boolean isTooWide(Summary summary) {
    Estimate ratio = summary.cell(summary.suite().control()).orElseThrow().ratio();
    return ratio.hasValue() && !(ratio.halfWidth() <= summary.suite().maxControlHalfWidth());
  }

  /** Whether its 99 % interval leaves 1 out: of sound runs, one in a hundred has such a control. */
  public static boolean isUnlike(Estimate ratio, int rounds) {
    if (ratio.contains(1)) {
      return false;
    }
    double freedom = rounds - 1.0;
    double wider = RoundMean.quantile(freedom, UNLIKE) / RoundMean.quantile(freedom);
    return Math.abs(Math.log(ratio.value())) > wider * ratio.logHalfWidth();
  }

  private static void control(Summary summary, List<String> reasons, List<String> notes) {
    CellSummary control = summary.cell(summary.suite().control()).orElseThrow();
    Estimate ratio = control.ratio();
    double allowed = summary.suite().maxControlHalfWidth();
    if (!ratio.hasValue()) {
      reasons.add("A/A control has no round in common with the baseline");
    } else if (!ratio.hasInterval()) {
      reasons.add("A/A control needs at least two rounds for an interval");
    } else {
      if (!ratio.contains(1)) {
        String unlike =
            String.format(
                Locale.ROOT,
                "A/A control: the baseline against itself came out as %.3f [%.3f, %.3f]",
                ratio.value(),
                ratio.low(),
                ratio.high());
        if (isUnlike(ratio, control.rounds())) {
          reasons.add(unlike + ", not 1");
        } else {
          notes.add(unlike + ": a difference as small as that is not to be relied on");
        }
      }
      if (ratio.halfWidth() > allowed) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "A/A control: interval is ±%.3f wide, the suite allows ±%.3f",
                ratio.halfWidth(),
                allowed));
      }
    }
  }
}
