package org.predictbench.bench.tune;

import java.time.Duration;

/**
 * What a tuning run is made of, as its directory keeps it beside the space.
 *
 * @param goal what is best at what
 * @param budget time that it may take
 * @param seed of what chance decides, and of the arrivals
 * @param model a shipped model, a base folder, or the servable's name at a target
 * @param target a server that runs already; null if servers are started here
 * @param batch rows of a request, times over
 * @param options that say what is called and sent, the model among them, as they are typed
 * @param circumstances what the space is made for
 */
public record TuneRequest(
    Goal goal,
    Duration budget,
    long seed,
    String model,
    String target,
    int batch,
    String options,
    Space.Circumstances circumstances) {
  /** Whether the server runs already, so that the client alone is chosen. */
  boolean isServerGiven() {
    return circumstances.isServerGiven();
  }
}
