package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.predictbench.bench.result.ForkRecord;

/**
 * Whether a run passed its own checks.
 *
 * @param reasons what speaks against it, one line each; empty when valid
 */
public record Verdict(List<String> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  public boolean valid() {
    return reasons.isEmpty();
  }

  /** {@code VALID} or {@code INVALID: reason; reason}. */
  public String line() {
    return valid() ? "VALID" : "INVALID: " + String.join("; ", reasons);
  }

  public static Verdict of(Summary summary, List<ForkRecord> forks) {
    List<String> reasons = new ArrayList<>();
    for (CellSummary cell : summary.cells()) {
      if (!cell.ok()) {
        reasons.add(cell.name() + " FAILED: " + cell.reason());
      }
    }
    control(summary, reasons);
    reasons.addAll(AnswerCheck.problems(summary.suite(), forks));
    reasons.addAll(Anatomy.problems(summary.suite(), forks));
    return new Verdict(reasons);
  }

  private static void control(Summary summary, List<String> reasons) {
    Estimate ratio = summary.cell(summary.suite().control()).orElseThrow().ratio();
    double allowed = summary.suite().maxControlHalfWidth();
    if (!ratio.hasValue()) {
      reasons.add("A/A control has no round in common with the baseline");
    } else if (!ratio.hasInterval()) {
      reasons.add("A/A control needs at least two rounds for an interval");
    } else {
      if (!ratio.contains(1)) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "A/A control: the baseline against itself came out as %.3f [%.3f, %.3f], not 1",
                ratio.value(),
                ratio.low(),
                ratio.high()));
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
