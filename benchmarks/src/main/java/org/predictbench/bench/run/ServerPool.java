package org.predictbench.bench.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The servers of one round, each started when its first cell is due and idle while other cells run.
 * Fresh ones every round, so that what a server process owes to its own luck (memory layout, JIT)
 * varies between rounds and thereby shows in the intervals.
 */
final class ServerPool implements AutoCloseable {
  private final Function<String, ServerUnderTest> starter;
  private final Map<String, ServerUnderTest> running = new LinkedHashMap<>();

  /** Starts servers by their config's name. */
  ServerPool(Function<String, ServerUnderTest> starter) {
    this.starter = starter;
  }

  ServerUnderTest get(String config) {
    ServerUnderTest server = running.get(config);
    if (server == null) {
      server = starter.apply(config);
      running.put(config, server);
    }
    return server;
  }

  @Override
  public void close() {
    running.values().forEach(ServerUnderTest::close);
    running.clear();
  }
}
