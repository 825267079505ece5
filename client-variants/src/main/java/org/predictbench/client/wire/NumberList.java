package org.predictbench.client.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** The numbers of a JSON value of unknown length and any nesting, unboxed and in order. */
final class NumberList {
  private long[] longs = new long[1];
  private float[] floats = new float[1];
  private int size;

  /** Adds the value the parser stands on. */
  void addLongs(JsonParser in) throws IOException {
    int depth = 0;
    do {
      depth += in.currentToken().isStructStart() ? 1 : in.currentToken().isStructEnd() ? -1 : 0;
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        if (size == longs.length) {
          longs = Arrays.copyOf(longs, 2 * size);
        }
        longs[size++] = in.getLongValue();
      } else if (in.currentToken().isScalarValue()) {
        throw new JsonParseException(in, "not an integer: " + in.getText());
      }
    } while (depth > 0 && in.nextToken() != null);
  }

  /** Adds the value the parser stands on. */
  void addFloats(JsonParser in) throws IOException {
    int depth = 0;
    do {
      depth += in.currentToken().isStructStart() ? 1 : in.currentToken().isStructEnd() ? -1 : 0;
      if (in.currentToken().isNumeric()) {
        if (size == floats.length) {
          floats = Arrays.copyOf(floats, 2 * size);
        }
        floats[size++] = in.getFloatValue();
      } else if (in.currentToken().isScalarValue()) {
        throw new JsonParseException(in, "not a number: " + in.getText());
      }
    } while (depth > 0 && in.nextToken() != null);
  }

  long[] longs() {
    return Arrays.copyOf(longs, size);
  }

  float[] floats() {
    return Arrays.copyOf(floats, size);
  }
}
