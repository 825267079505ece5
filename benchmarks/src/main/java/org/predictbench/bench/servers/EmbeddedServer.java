package org.predictbench.bench.servers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;
import org.predictbench.server.RunningServer;
import org.predictbench.server.ServerFacts;
import org.predictbench.server.ServerTarget;

/** The server that comes with this project, started for a round. */
record EmbeddedServer(RunningServer server, String model, String modelSha256)
    implements ServerUnderTest {
  private static final String UNAVAILABLE = "unavailable";

  @Override
  public Optional<String> standIn() {
    return server.standIn();
  }

  @Override
  public Target target(Transport transport) {
    Optional<ServerTarget> listener =
        transport.usesUnixSocket()
            ? server.unixTarget()
            : transport == Transport.REST ? server.restTarget() : Optional.of(server.tcpTarget());
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
  public Map<String, Object> facts() {
    ServerFacts facts = server.facts();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("command", facts.command());
    told.put("environment", facts.environment());
    told.put("tensorflow", facts.tensorflow());
    told.put("java", facts.java());
    told.put("model", facts.model());
    told.put("model_version", facts.modelVersion());
    told.put("model_sha256", modelSha256);
    told.put("intra_op", facts.intraOp());
    told.put("inter_op", facts.interOp());
    told.put("one_dnn", facts.oneDnn());
    told.put("isa_taken", facts.isaTaken().orElse(UNAVAILABLE));
    facts.evidence().ifPresent(said -> told.put("evidence", said));
    told.put("start_up_seconds", facts.startUp().toMillis() / 1000.0);
    return told;
  }

  @Override
  public void kill() {
    ProcessHandle.of(server.facts().pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    server.close();
  }
}
