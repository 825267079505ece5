package org.predictbench.bench.servers;

import java.util.Map;
import java.util.Optional;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** A server that somebody else runs: called, and otherwise left alone. */
public record FoundServer(Target endpoint, String model) implements ServerUnderTest {

  @Override
  public Optional<String> stubModel() {
    return Optional.empty();
  }

  @Override
  public Target target(Transport transport) {
    return endpoint;
  }

  @Override
  public Long peakRssBytes() {
    return null;
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of("kind", "external", "target", endpoint.toString(), "model", model);
  }

  @Override
  public void close() {
    // Not ours to stop.
  }
}
