package org.predictbench.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.OptionalInt;

/** What the server tells of itself once it accepts calls: one line, {@code READY {json}}. */
record ReadyLine(
    int port,
    OptionalInt restPort,
    String model,
    long modelVersion,
    String tensorflow,
    int intraOp,
    int interOp,
    String java,
    Optional<String> standIn) {

  static final String PREFIX = "READY ";

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Only the port must be there, since without it the server cannot be used; the rest is for the
   * record and reads {@code unknown}, or -1, where it is missing.
   *
   * @throws IllegalArgumentException if it is not JSON or has no port
   */
  static ReadyLine parse(String line) {
    try {
      JsonNode json = JSON.readTree(line.substring(PREFIX.length()));
      int port = json.path("port").asInt(0);
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("no usable port in '" + line + "'");
      }
      return new ReadyLine(
          port,
          json.path("rest_port").isInt()
              ? OptionalInt.of(json.path("rest_port").intValue())
              : OptionalInt.empty(),
          json.path("model").asText("unknown"),
          json.path("version").asLong(-1),
          json.path("tensorflow").asText("unknown"),
          json.path("intra_op").asInt(-1),
          json.path("inter_op").asInt(-1),
          json.path("java").asText("unknown"),
          Optional.ofNullable(json.path("stand_in").asText(null)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: '" + line + "'", e);
    }
  }
}
