package org.predictbench.bench.tune;

import java.io.IOException;
import java.util.Optional;

/** Measures settings, one at a time. */
public interface Bench {
  /**
   * What is to be measured.
   *
   * @param stage as {@link Measurement#stage}
   * @param control whether it stands for today's setting once more
   * @param guess what it may be worth, if that is known
   * @param seed of the arrivals: settings with the same get the same
   * @param isFresh whether its server must be started anew
   */
  record Task(
      Setting setting,
      String stage,
      boolean control,
      Effort effort,
      Optional<Double> guess,
      long seed,
      boolean isFresh) {}

  /**
   * Measures it.
   *
   * @throws InterruptedException if the user wants no more
   */
  Measurement measure(Task task) throws IOException, InterruptedException;
}
