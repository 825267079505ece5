package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/**
 * Was warm-up over when measuring began? The first third of a fork's measured time slices is held
 * against its last third, and that over all rounds: if code was still being compiled, the first is
 * slower.
 *
 * <p>All cells take turns, so that a drift of the machine within a round shows in all of them
 * alike, while an unfinished warm-up is a cell's own.
 *
 * @param ratio of the first third's median to the last third's, {@link Estimate#NONE} where time
 *     slices were not recorded one by one, or are fewer than three
 */
public record Steadiness(Cell cell, State state, Estimate ratio) {
  /** Less than this does not matter beside the intervals that a run can reach. */
  private static final double NEGLIGIBLE = 0.02;

  /** What the time slices show. */
  public enum State {
    STEADY("steady"),
    /** It still got faster. */
    NOT_REACHED("steady state not reached"),
    /** It got slower, which is no matter of warm-up. */
    SLOWING("slowing down"),
    UNKNOWN("not assessed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Of each cell, in the suite's order. */
  public static List<Steadiness> of(Suite suite, List<ForkRecord> forks) {
    List<Steadiness> all = new ArrayList<>();
    for (Cell cell : suite.cells()) {
      List<Double> logs = new ArrayList<>();
      for (ForkRecord fork : forks) {
        if (fork.ok() && fork.cell().equals(cell.name())) {
          double log = firstToLast(fork);
          if (!Double.isNaN(log)) {
            logs.add(log);
          }
        }
      }
      Estimate ratio = RoundMean.of(logs).map(Math::exp);
      all.add(new Steadiness(cell, state(ratio), ratio));
    }
    return all;
  }

  private static State state(Estimate ratio) {
    if (!ratio.hasInterval()) {
      return State.UNKNOWN;
    }
    if (ratio.contains(1) || Math.abs(Math.log(ratio.value())) < Math.log1p(NEGLIGIBLE)) {
      return State.STEADY;
    }
    return ratio.value() > 1 ? State.NOT_REACHED : State.SLOWING;
  }

  private static double firstToLast(ForkRecord fork) {
    List<Histogram> slices = SliceSamples.of(fork);
    int third = slices.size() / 3;
    if (third == 0) {
      return Double.NaN;
    }
    Histogram first = SliceSamples.pooled(slices.subList(0, third));
    Histogram last = SliceSamples.pooled(slices.subList(slices.size() - third, slices.size()));
    return Math.log(first.median() / last.median());
  }
}
