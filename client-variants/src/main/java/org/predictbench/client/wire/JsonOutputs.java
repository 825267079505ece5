package org.predictbench.client.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.predictbench.client.DType;
import org.predictbench.client.Outputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

/**
 * Collects the outputs of one JSON reply. Types come from the signature; where it is not known,
 * whole numbers are int64 and all others float.
 */
final class JsonOutputs {
  private static final String BASE64 = "b64";

  private final Map<String, JsonColumn> columns = new LinkedHashMap<>();
  private final Optional<Signature> signature;
  private boolean found;

  JsonOutputs(Optional<Signature> signature) {
    this.signature = signature;
  }

  /** Reads {@code outputs}: an object of whole tensors, or the only tensor. */
  void readColumns(JsonParser in) throws IOException {
    found = true;
    if (in.currentToken() != JsonToken.START_OBJECT) {
      column(onlyName("outputs")).read(in, 0);
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals(BASE64) && in.currentToken() == JsonToken.VALUE_STRING && columns.isEmpty()) {
        column(onlyName("outputs")).addBase64(in);
      } else {
        column(name).read(in, 0);
      }
    }
  }

  /** Reads {@code predictions}: a list of objects of rows, or of rows of the only tensor. */
  void readRows(JsonParser in) throws IOException {
    found = true;
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw new JsonParseException(in, "predictions are no list");
    }
    int rows = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        row(in);
      } else {
        column(onlyName("predictions")).read(in, 1);
      }
      rows++;
    }
    for (JsonColumn column : columns.values()) {
      column.rows(rows);
    }
  }

  private void row(JsonParser in) throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals(BASE64) && in.currentToken() == JsonToken.VALUE_STRING) {
        column(onlyName("predictions")).addBase64(in);
      } else {
        column(name).read(in, 1);
      }
    }
  }

  private String onlyName(String otherwise) {
    return signature
        .filter(known -> known.outputs().size() == 1)
        .map(known -> known.outputs().keySet().iterator().next())
        .orElse(otherwise);
  }

  private JsonColumn column(String name) {
    return columns.computeIfAbsent(
        name,
        alias ->
            new JsonColumn(
                signature
                    .map(known -> known.outputs().get(alias))
                    .map(Signature.Spec::dtype)
                    .orElse(null)));
  }

  /**
   * All that was read.
   *
   * @throws IllegalArgumentException if there was nothing, or a list is ragged
   */
  Outputs toOutputs() {
    if (!found) {
      throw new IllegalArgumentException("neither 'predictions' nor 'outputs'");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    columns.forEach((name, column) -> tensors.put(name, column.tensor()));
    return Outputs.of(tensors);
  }

  /** The type of an output whose values alone are known. */
  static DType guessed(JsonToken first) {
    return switch (first) {
      case VALUE_NUMBER_INT -> DType.INT64;
      case VALUE_TRUE, VALUE_FALSE -> DType.BOOL;
      case VALUE_STRING -> DType.STRING;
      default -> DType.FLOAT;
    };
  }
}
