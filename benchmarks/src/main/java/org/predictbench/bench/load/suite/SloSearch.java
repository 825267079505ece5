package org.predictbench.bench.load.suite;

import java.io.IOException;
import java.util.Optional;

/**
 * The highest rate that meets an SLO. First by steps of one factor, up or down, until it lies
 * between a rate that holds and one that does not; then by bisection, where every rate is near the
 * edge, one trial proves little, and the majority of several decides.
 */
public final class SloSearch {
  private static final int MOST_STEPS = 20;

  /** Makes a load at a rate. */
  @FunctionalInterface
  public interface Attempt {
    /** Whether the SLO was met, and the load was a fair one. */
    boolean holds(double rate) throws IOException, InterruptedException;
  }

  private final LoadSuite.Search search;
  private final double lowest;
  private final Attempt attempt;

  /**
   * @param lowest rate at which a trial still gets the samples it needs; none below is tried
   */
  public SloSearch(LoadSuite.Search search, double lowest, Attempt attempt) {
    this.search = search;
    this.lowest = lowest;
    this.attempt = attempt;
  }

  /** Empty if it never held, or held at every rate that was tried. */
  public Optional<Double> highest() throws IOException, InterruptedException {
    double holds = search.from();
    double breaks;
    if (attempt.holds(search.from())) {
      breaks = holds * search.step();
      int steps = 1;
      while (attempt.holds(breaks)) {
        if (++steps > MOST_STEPS) {
          return Optional.empty();
        }
        holds = breaks;
        breaks *= search.step();
      }
    } else {
      breaks = holds;
      do {
        if (holds <= lowest) {
          return Optional.empty();
        }
        breaks = holds;
        holds = Math.max(holds / search.step(), lowest);
      } while (!attempt.holds(holds));
    }
    return Optional.of(bisect(holds, breaks));
  }

  private double bisect(double from, double to) throws IOException, InterruptedException {
    double holds = from;
    double breaks = to;
    while (breaks / holds > 1 + search.precision()) {
      double middle = Math.sqrt(holds * breaks);
      if (most(middle)) {
        holds = middle;
      } else {
        breaks = middle;
      }
    }
    return holds;
  }

  private boolean most(double rate) throws IOException, InterruptedException {
    int held = 0;
    int broke = 0;
    int majority = search.repeats() / 2 + 1;
    while (held < majority && broke < majority) {
      if (attempt.holds(rate)) {
        held++;
      } else {
        broke++;
      }
    }
    return held >= majority;
  }
}
