package org.predictbench.bench.stats;

import java.util.OptionalInt;

/**
 * How many rounds would make the control's interval as narrow as the suite asks, if rounds go on to
 * differ as they did. Half of such guesses are too low.
 */
public final class RoundsNeeded {
  private static final double RESERVE = 1.5;

  /** Beyond that many a quieter machine is the better advice. */
  private static final int MOST = 60;

  private RoundsNeeded() {}

  /** Empty if that is not known yet, or beyond what anybody would wait for. */
  public static OptionalInt of(Summary summary) {
    Estimate control = summary.cell(summary.suite().control()).orElseThrow().ratio();
    int rounds = summary.rounds();
    if (!control.hasInterval() || rounds < 2) {
      return OptionalInt.empty();
    }
    double spread = control.halfWidth() * Math.sqrt(rounds) / RoundMean.quantile(rounds - 1.0);
    for (int needed = rounds; needed <= MOST; needed++) {
      if (RoundMean.quantile(needed - 1.0) * spread / Math.sqrt(needed)
          <= summary.suite().maxControlHalfWidth()) {
        return OptionalInt.of(needed);
      }
    }
    return OptionalInt.empty();
  }

  /** So many that they mostly suffice. */
  public static int withReserve(int guess) {
    return (int) Math.ceil(guess * RESERVE);
  }
}
