package org.predictbench.bench.requests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;

/**
 * The body of a REST Predict call, in the row form ({@code instances}) or the columnar one ({@code
 * inputs}), as TensorFlow Serving documents it. Not for several threads.
 */
final class RestBody {
  static final String SIGNATURE = "signature_name";
  static final String ROWS = "instances";
  static final String COLUMNS = "inputs";

  private final Signature signature;
  private final Map<String, JsonValues> values = new LinkedHashMap<>();

  private RestBody(Signature signature, MemoryBound bound) {
    this.signature = signature;
    signature
        .inputs()
        .forEach((alias, spec) -> values.put(alias, new JsonValues(spec.dtype(), bound)));
  }

  /** The parser stands at the body's start, and afterwards at its end. */
  static Inputs read(JsonParser in, Signature signature, MemoryBound bound) throws IOException {
    RestBody body = new RestBody(signature, bound);
    Inputs inputs = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      boolean rows = key.equals(ROWS);
      if (!rows && !key.equals(COLUMNS)) {
        in.skipChildren();
        continue;
      }
      if (inputs != null) {
        throw new InputException("has both 'instances' and 'inputs': one of them is sent");
      }
      inputs = rows ? body.rows(in) : body.columns(in);
    }
    return inputs;
  }

  private Inputs rows(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.START_ARRAY)) {
      throw new InputException("'instances' is a list, a row an element");
    }
    int row = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      row++;
      try {
        row(in);
        for (Map.Entry<String, JsonValues> input : values.entrySet()) {
          if (input.getValue().rows() != row) {
            throw new InputException("lacks input '%s'".formatted(input.getKey()));
          }
        }
      } catch (InputException e) {
        throw new InputException("instance %d: %s".formatted(row, e.getMessage()), e);
      }
    }
    if (row == 0) {
      throw new InputException("'instances' is empty: at least one row is sent");
    }
    Inputs inputs = Inputs.none();
    for (Map.Entry<String, JsonValues> input : values.entrySet()) {
      inputs = inputs.with(input.getKey(), input.getValue().batch());
    }
    return inputs;
  }

  private Inputs columns(JsonParser in) throws IOException {
    row(in);
    Inputs inputs = Inputs.none();
    for (Map.Entry<String, JsonValues> input : values.entrySet()) {
      if (input.getValue().rows() == 0) {
        throw new InputException("lacks input '%s'".formatted(input.getKey()));
      }
      inputs = inputs.with(input.getKey(), input.getValue().tensor());
    }
    return inputs;
  }

  /** A value for each input: an object by alias, or the value itself where there is one input. */
  private void row(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.START_OBJECT)) {
      add(onlyInput(), in);
      return;
    }
    if (JsonValues.isBase64(in) && !values.containsKey(JsonValues.BASE64)) {
      values.get(onlyInput()).addBase64(in);
      return;
    }
    while (in.hasToken(JsonToken.FIELD_NAME)) {
      String alias = in.currentName();
      if (!values.containsKey(alias)) {
        throw new InputException(
            "input '%s' is not in signature '%s', which has '%s'"
                .formatted(alias, signature.key(), String.join("', '", values.keySet())));
      }
      in.nextToken();
      add(alias, in);
      in.nextToken();
    }
  }

  private void add(String alias, JsonParser in) throws IOException {
    try {
      values.get(alias).add(in);
    } catch (IllegalArgumentException e) {
      throw new InputException("input '%s': %s".formatted(alias, e.getMessage()), e);
    }
  }

  private String onlyInput() {
    if (values.size() != 1) {
      throw new InputException(
          "a value without a name, where signature '%s' has '%s'"
              .formatted(signature.key(), String.join("', '", values.keySet())));
    }
    return values.keySet().iterator().next();
  }
}
