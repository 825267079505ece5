package org.predictbench.bench.load.suite;

import java.util.Optional;
import org.predictbench.bench.load.send.Arrivals;
import org.predictbench.bench.load.send.Phases;

/**
 * One of the loads that a suite puts on each of its cells.
 *
 * @param name tells it from the suite's others in file names, such as {@code 200} or {@code
 *     4-callers}; empty if it is the only one
 * @param arrivals empty for a closed loop or a flood
 * @param callers of a closed loop, or calls in flight of a flood; 0 if requests just arrive
 * @param text what arrives, in words
 */
public record LoadStep(String name, Optional<Arrivals> arrivals, int callers, String text) {
  static LoadStep open(String name, Arrivals arrivals) {
    return new LoadStep(name, Optional.of(arrivals), 0, arrivals.toString());
  }

  static LoadStep closed(String name, int callers) {
    return new LoadStep(
        name,
        Optional.empty(),
        callers,
        "closed loop, %d caller%s".formatted(callers, callers == 1 ? "" : "s"));
  }

  static LoadStep flood(int inFlight) {
    return new LoadStep("", Optional.empty(), inFlight, "flood, %d in flight".formatted(inFlight));
  }

  /** Requests at the same rate on average, which does not change. */
  public LoadStep evenly() {
    return arrivals.orElseThrow() instanceof Phases phases
        ? open(name, new Arrivals.Poisson(phases.rate()))
        : this;
  }

  /** The same arrivals at another rate. */
  public LoadStep at(double rate) {
    return open(name, arrivals.orElseThrow().at(rate));
  }
}
