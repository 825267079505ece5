package org.predictbench.bench.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.host.HostCheck;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * {@code environment.json} of a run: machine, client and host check as they were when the run
 * began, written once, and what is learnt of each server as it starts. Thread-safe.
 */
final class RunEnvironment {
  private static final String SERVERS = "servers";
  private static final String PEAK = "peak_rss_bytes";

  /** What must not change from one start of a server config to the next. */
  private static final List<String> IDENTITY =
      List.of(
          "tensorflow",
          "java",
          "model",
          "model_version",
          "model_sha256",
          "intra_op",
          "inter_op",
          "one_dnn",
          "environment",
          "target");

  private static final TypeReference<Map<String, Object>> FACTS = new TypeReference<>() {};

  private final ObjectMapper json = Json.mapper();
  private final RunDirectory directory;
  private final ObjectNode environment;
  private final Map<String, Map<String, Object>> servers = new TreeMap<>();

  private RunEnvironment(RunDirectory directory, ObjectNode environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Records where a run begins; of one that is resumed, only when and under what load. */
  static RunEnvironment begin(RunDirectory directory, ObjectNode now, HostCheck host, Clock clock)
      throws IOException {
    ObjectMapper json = Json.mapper();
    JsonNode recorded = directory.environment();
    RunEnvironment run;
    if (recorded.isEmpty()) {
      now.set("host_check", json.valueToTree(host));
      run = new RunEnvironment(directory, now);
    } else {
      run = new RunEnvironment(directory, recorded.deepCopy());
      ObjectNode again = run.environment.withArray("resumed").addObject();
      again.put("at", clock.instant().toString());
      again.set("load", now.path("machine").path("load"));
      again.set("host_check", json.valueToTree(host));
      for (Map.Entry<String, JsonNode> config : recorded.path(SERVERS).properties()) {
        run.servers.put(config.getKey(), json.convertValue(config.getValue(), FACTS));
      }
    }
    run.write();
    return run;
  }

  /**
   * Records a server that has started.
   *
   * @throws IllegalStateException if it is not what earlier servers of its config were, such as
   *     when the model was replaced in mid-run
   */
  synchronized void started(String config, ServerUnderTest server) {
    Map<String, Object> before = servers.getOrDefault(config, Map.of());
    JsonNode earlier = json.valueToTree(before);
    JsonNode now = json.valueToTree(server.facts());
    for (String key : IDENTITY) {
      if (earlier.has(key) && now.has(key) && !text(earlier, key).equals(text(now, key))) {
        throw new IllegalStateException(
            "server '%s' is not what it was when the run began: %s was %s and is %s"
                .formatted(config, key, text(earlier, key), text(now, key)));
      }
    }
    observed(config, server);
  }

  private String text(JsonNode facts, String key) {
    // Redacted, as the recorded ones are.
    return directory.redacted(facts.get(key)).toString();
  }

  /** Records what is known of a server now; its peaks are highest when it stops. */
  synchronized void observed(String config, ServerUnderTest server) {
    Map<String, Object> facts = new LinkedHashMap<>(server.facts());
    Object before = servers.getOrDefault(config, Map.of()).get(PEAK);
    facts.put(PEAK, highest(before, server.peakRssBytes()));
    servers.put(config, facts);
    try {
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() throws IOException {
    environment.set(SERVERS, json.valueToTree(servers));
    directory.writeEnvironment(environment);
  }

  private static Object highest(Object before, Long now) {
    if (now == null) {
      return before == null ? Environment.UNAVAILABLE : before;
    }
    return before instanceof Number known ? Math.max(known.longValue(), now) : now;
  }
}
