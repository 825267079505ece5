package org.predictbench.bench.run;

import java.util.Optional;
import java.util.OptionalInt;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.RoundsNeeded;
import org.predictbench.bench.stats.Summary;

/** What to do about a run whose control was too noisy. */
final class NextStep {
  private static final String QUIETER =
      "other work on this machine is the most likely cause: stop it, or take a machine of your own";

  private NextStep() {}

  /** One line that says what mends it; empty if more rounds are not what is missing. */
  static Optional<String> after(Reporter.Report report) {
    if (!report.verdict().moreRoundsHelp()) {
      return Optional.empty();
    }
    Summary summary = report.summary();
    OptionalInt needed = RoundsNeeded.of(summary);
    if (needed.isEmpty()) {
      return Optional.of("no number of rounds would help much: " + QUIETER);
    }
    int rounds = Math.max(RoundsNeeded.withReserve(needed.getAsInt()), summary.rounds() + 2);
    return Optional.of(
        "%s; or measure longer: the same command with --rounds %d".formatted(QUIETER, rounds));
  }

  /**
   * Told once, early, where the suite's rounds will probably not do.
   *
   * @param most rounds that the run may have
   */
  static Optional<String> soon(Summary summary, int most) {
    Estimate control = summary.cell(summary.suite().control()).orElseThrow().ratio();
    OptionalInt needed = RoundsNeeded.of(summary);
    if (!control.hasInterval() || (needed.isPresent() && needed.getAsInt() <= most)) {
      return Optional.empty();
    }
    return Optional.of(
        "note: at the noise so far the control will not be narrow enough after %d rounds (%s); go on, or stop with Ctrl-C: what is measured is kept"
            .formatted(
                most,
                needed.isPresent()
                    ? "about %d would be needed".formatted(needed.getAsInt())
                    : "no number of rounds would help much"));
  }
}
