package org.predictbench.bench.run;

import java.util.Optional;
import java.util.OptionalInt;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.stats.RoundsNeeded;
import org.predictbench.bench.stats.Summary;

/** What to do about a run whose control was too noisy. */
final class NextStep {
  private static final String QUIETER =
      "other work on this machine is the most likely cause: stop it, or take a machine of your own";

  private NextStep() {}

  /** One line with the command that mends it; empty if more rounds are not what is missing. */
  static Optional<String> after(Reporter.Report report, String suite) {
    if (!report.verdict().moreRoundsHelp()) {
      return Optional.empty();
    }
    Summary summary = report.summary();
    OptionalInt needed = RoundsNeeded.of(summary);
    if (needed.isEmpty()) {
      return Optional.of("no number of rounds would help much: " + QUIETER);
    }
    return Optional.of(
        "%s; or measure longer: run %s --rounds %d"
            .formatted(QUIETER, suite, Math.max(needed.getAsInt(), summary.rounds() + 2)));
  }

  /**
   * Told once, early, where the suite's rounds will probably not do.
   *
   * @param most rounds that the run may have
   */
  static Optional<String> soon(Summary summary, int most) {
    OptionalInt needed = RoundsNeeded.of(summary);
    if (needed.isPresent() && needed.getAsInt() <= most) {
      return Optional.empty();
    }
    return Optional.of(
        "note: at the noise so far the control will not be narrow enough after %d rounds (%s); go on, or stop with Ctrl-C: what is measured is kept"
            .formatted(
                most,
                needed.isPresent()
                    ? "%d would be needed".formatted(needed.getAsInt())
                    : "no number of rounds would help much"));
  }
}
