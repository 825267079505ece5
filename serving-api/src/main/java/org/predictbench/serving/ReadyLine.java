package org.predictbench.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the model server writes on stdout once it accepts calls, and its parent waits for: one line,
 * {@code READY} and a JSON object. Immutable.
 *
 * @param port of gRPC
 * @param restPort of the REST API, if it has one
 * @param socket path of the Unix socket, if it has one
 * @param model name of the first model, empty if it has none
 * @param modelVersion -1 if it has none
 * @param stubModel name of the stub model, if it has one
 * @param tensorflow the runtime's version
 * @param java the version of the server's JVM
 */
public record ReadyLine(
    int port,
    OptionalInt restPort,
    Optional<String> socket,
    long pid,
    String model,
    long modelVersion,
    Optional<String> stubModel,
    String tensorflow,
    int intraOp,
    int interOp,
    String java) {

  /** How the line begins, and no other line on stdout. */
  public static final String PREFIX = "READY ";

  private static final JsonFactory JSON = new JsonFactory();
  private static final String UNKNOWN = "unknown";
  private static final int MAX_PORT = 65535;

  /** Writes the line, without its end; what the server doesn't have is null. */
  public String format() {
    StringWriter line = new StringWriter().append(PREFIX);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("port", port);
      json.writeFieldName("rest_port");
      if (restPort.isPresent()) {
        json.writeNumber(restPort.getAsInt());
      } else {
        json.writeNull();
      }
      json.writeStringField("socket", socket.orElse(null));
      json.writeNumberField("pid", pid);
      json.writeStringField("model", model);
      json.writeNumberField("version", modelVersion);
      json.writeStringField("stub_model", stubModel.orElse(null));
      json.writeStringField("tensorflow", tensorflow);
      json.writeNumberField("intra_op", intraOp);
      json.writeNumberField("inter_op", interOp);
      json.writeStringField("java", java);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  /**
   * Reads the line. Only the port must be there, since without it the server cannot be used; the
   * rest is for the record and reads {@code unknown}, or -1, where it is missing.
   *
   * @throws IllegalArgumentException if it is not JSON or has no port
   */
  public static ReadyLine parse(String line) {
    Map<String, String> fields = fields(line);
    long port = number(fields, "port");
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("no usable port in '" + line + "'");
    }
    int restPort = (int) number(fields, "rest_port");
    return new ReadyLine(
        (int) port,
        restPort < 0 ? OptionalInt.empty() : OptionalInt.of(restPort),
        Optional.ofNullable(fields.get("socket")),
        number(fields, "pid"),
        fields.getOrDefault("model", UNKNOWN),
        number(fields, "version"),
        Optional.ofNullable(fields.get("stub_model")),
        fields.getOrDefault("tensorflow", UNKNOWN),
        (int) number(fields, "intra_op"),
        (int) number(fields, "inter_op"),
        fields.getOrDefault("java", UNKNOWN));
  }

  /** The object's texts and numbers, without those that are null. */
  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(line.substring(PREFIX.length()))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no JSON object: '" + line + "'");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value.isStructStart()) {
          json.skipChildren();
        } else if (value != JsonToken.VALUE_NULL) {
          fields.put(name, json.getText());
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: '" + line + "'", e);
    }
    return fields;
  }

  private static long number(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}
