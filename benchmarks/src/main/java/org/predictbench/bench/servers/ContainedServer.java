package org.predictbench.bench.servers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.container.RunningContainer;

/** TensorFlow Serving itself, in a container started for a round. */
record ContainedServer(RunningContainer server, String model, String modelSha256)
    implements ServerUnderTest {

  @Override
  public Optional<String> stubModel() {
    return Optional.empty();
  }

  @Override
  public Target target(Transport transport) {
    Optional<ServerTarget> listener =
        transport.usesUnixSocket()
            ? Optional.empty()
            : transport.isRest() ? server.restTarget() : Optional.of(server.tcpTarget());
    return listener
        .map(target -> Target.parse(target.toString()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "container '%s' has no listener for transport '%s'"
                        .formatted(server.config().name(), transport.id())));
  }

  /** Another user's process, seen through another name space. */
  @Override
  public Long peakRssBytes() {
    return null;
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> described = new LinkedHashMap<>(server.facts());
    described.put("model_sha256", modelSha256);
    return described;
  }

  @Override
  public void kill() {
    server.kill();
  }

  @Override
  public void close() {
    server.close();
  }
}
