package org.predictbench.bench.servers;

/** Starts a server of a config, or hands out the one that runs already. */
@FunctionalInterface
public interface ServerSource {

  /**
   * Returns a server that answers Predict.
   *
   * @param model that it serves
   * @throws IllegalStateException if it does not start
   */
  ServerUnderTest start(String config, String model);
}
