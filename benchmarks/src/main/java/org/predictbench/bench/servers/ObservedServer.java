package org.predictbench.bench.servers;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** A server that is looked at once more before it stops: peaks and kernels are known only then. */
public record ObservedServer(ServerUnderTest server, Runnable lastLook) implements ServerUnderTest {
  @Override
  public String model() {
    return server.model();
  }

  @Override
  public Optional<String> stubModel() {
    return server.stubModel();
  }

  @Override
  public Target target(Transport transport) {
    return server.target(transport);
  }

  @Override
  public Long peakRssBytes() {
    return server.peakRssBytes();
  }

  @Override
  public OptionalLong pid() {
    return server.pid();
  }

  @Override
  public Optional<String> death() {
    return server.death();
  }

  @Override
  public OptionalLong requestsServed() {
    return server.requestsServed();
  }

  @Override
  public Map<String, Object> facts() {
    return server.facts();
  }

  @Override
  public void close() {
    try {
      lastLook.run();
    } finally {
      server.close();
    }
  }
}
