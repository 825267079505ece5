package org.predictbench.modelserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.predictbench.modelserver.session.Parallelism;
import org.tensorflow.TensorFlow;

/**
 * The line on stdout that a parent waits for: {@code READY} and one JSON object.
 *
 * @param restPort written as null if there is none
 * @param socket written as null if there is none
 * @param stubModel name of the stub model, written as null if there is none
 */
record ReadyLine(
    int port,
    OptionalInt restPort,
    Optional<String> socket,
    String model,
    long version,
    Optional<String> stubModel,
    Parallelism parallelism) {
  @Override
  public String toString() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("port", String.valueOf(port));
    fields.put("rest_port", restPort.isPresent() ? String.valueOf(restPort.getAsInt()) : "null");
    fields.put("socket", socket.map(ReadyLine::quote).orElse("null"));
    fields.put("pid", String.valueOf(ProcessHandle.current().pid()));
    fields.put("model", quote(model));
    fields.put("version", String.valueOf(version));
    fields.put("stand_in", stubModel.map(ReadyLine::quote).orElse("null"));
    fields.put("tensorflow", quote(TensorFlow.version()));
    fields.put("intra_op", String.valueOf(parallelism.intraOp()));
    fields.put("inter_op", String.valueOf(parallelism.interOp()));
    fields.put("java", quote(Runtime.version().toString()));
    return fields.entrySet().stream()
        .map(field -> quote(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "READY {", "}"));
  }

  private static String quote(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return json.append('"').toString();
  }
}
