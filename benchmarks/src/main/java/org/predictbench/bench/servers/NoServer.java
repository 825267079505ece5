package org.predictbench.bench.servers;

import java.util.Map;
import java.util.Optional;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** Stands where a server would, for cells that call none of ours. */
public enum NoServer implements ServerUnderTest {
  INSTANCE;

  @Override
  public String model() {
    return "none";
  }

  @Override
  public Optional<String> stubModel() {
    return Optional.empty();
  }

  @Override
  public Target target(Transport transport) {
    throw new IllegalStateException("a cell that needs no server asked for one");
  }

  @Override
  public Long peakRssBytes() {
    return null;
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of();
  }

  @Override
  public void close() {}
}
