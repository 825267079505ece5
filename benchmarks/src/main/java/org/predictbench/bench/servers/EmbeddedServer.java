package org.predictbench.bench.servers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.launch.RunningServer;
import org.predictbench.server.launch.ServerFacts;

/** The server that comes with this project, started for a round. */
record EmbeddedServer(
    RunningServer server, RequestCounter counter, String model, String modelSha256)
    implements ServerUnderTest {
  private static final String UNAVAILABLE = "unavailable";

  EmbeddedServer(RunningServer server, String model, String modelSha256) {
    this(server, new RequestCounter(server.tcpTarget()), model, modelSha256);
  }

  @Override
  public Optional<String> stubModel() {
    return server.stubModel();
  }

  @Override
  public Target target(Transport transport) {
    Optional<ServerTarget> listener =
        transport.usesUnixSocket()
            ? server.unixTarget()
            : transport.isRest() ? server.restTarget() : Optional.of(server.tcpTarget());
    return listener
        .map(target -> Target.parse(target.toString()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "server '%s' has no listener for transport '%s'"
                        .formatted(server.config().name(), transport.id())));
  }

  @Override
  public Long peakRssBytes() {
    var peak = server.peakResidentBytes();
    return peak.isPresent() ? peak.getAsLong() : null;
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(server.facts().pid());
  }

  @Override
  public Optional<String> death() {
    return server.death();
  }

  @Override
  public OptionalLong requestsServed() {
    return counter.served();
  }

  @Override
  public Map<String, Object> facts() {
    ServerFacts facts = server.facts();
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("command", facts.command());
    described.put("environment", facts.environment());
    described.put("tensorflow", facts.tensorflow());
    described.put("java", facts.java());
    described.put("model", facts.model());
    described.put("model_version", facts.modelVersion());
    described.put("model_sha256", modelSha256);
    described.put("intra_op", facts.intraOp());
    described.put("inter_op", facts.interOp());
    described.put("one_dnn", facts.oneDnn());
    described.put("isa_taken", facts.isaTaken().orElse(UNAVAILABLE));
    facts.evidence().ifPresent(line -> described.put("evidence", line));
    described.put("start_up_seconds", facts.startUp().toMillis() / 1000.0);
    return described;
  }

  @Override
  public void kill() {
    ProcessHandle.of(server.facts().pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    counter.close();
    server.close();
  }
}
