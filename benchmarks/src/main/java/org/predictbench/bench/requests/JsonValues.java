package org.predictbench.bench.requests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Tensor;

/**
 * JSON values of one shape as the rows of a tensor: numbers, strings, truth values, {@code {"b64":
 * …}}, and lists of them. They are streamed into elements, so that a file takes little more memory
 * than its tensors. Not for several threads.
 */
final class JsonValues {
  /** The one key of an object that stands for bytes. */
  static final String BASE64 = "b64";

  /** Not known yet. */
  private static final int OPEN = -1;

  private final ElementSink sink;
  // Of one row: sizes from the outermost list inward.
  private final List<Integer> sizes = new ArrayList<>();
  private int rank = OPEN;
  private int rows;

  JsonValues(DType dtype, MemoryBound bound) {
    if (dtype == DType.COMPLEX64 || dtype == DType.COMPLEX128) {
      throw new InputException(dtype.id() + " has no form in JSON: take a .npz or a .tfrecord");
    }
    sink = new ElementSink(dtype, bound);
  }

  /** How many rows there are. */
  int rows() {
    return rows;
  }

  /** How many elements all rows have. */
  int elements() {
    return sink.size();
  }

  /** The one row that there is, as a tensor of its shape. */
  Tensor tensor() {
    return sink.tensor(shape());
  }

  /** The elements in another shape. */
  Tensor tensor(long... shape) {
    return sink.tensor(shape);
  }

  /** All rows, as a tensor of one dimension more. */
  Tensor batch() {
    return sink.tensor(LongStream.concat(LongStream.of(rows), LongStream.of(shape())).toArray());
  }

  /** Of each row. */
  long[] shape() {
    return sizes.stream().limit(rank).mapToLong(Integer::longValue).toArray();
  }

  /**
   * Adds a row: the value at whose first token the parser stands.
   *
   * @throws InputException in one line, if it is of another shape or type
   */
  void add(JsonParser in) throws IOException {
    value(in, 0);
    rows++;
  }

  /** The same for bytes, where the parser stands at the key {@link #BASE64} already. */
  void addBase64(JsonParser in) throws IOException {
    leaf(0);
    sink.add(base64(in));
    rows++;
  }

  private void value(JsonParser in, int level) throws IOException {
    if (!in.hasToken(JsonToken.START_ARRAY)) {
      leaf(level);
      element(in);
      return;
    }
    if (rank != OPEN && level >= rank) {
      throw new InputException("a list at depth %d, where others have values".formatted(level + 1));
    }
    if (sizes.size() == level) {
      sizes.add(OPEN);
    }
    int size = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      value(in, level + 1);
      size++;
    }
    if (size == 0) {
      leaf(level + 1);
    }
    if (sizes.get(level) != OPEN && sizes.get(level) != size) {
      throw new InputException(
          "a list of %d where others have %d".formatted(size, sizes.get(level)));
    }
    sizes.set(level, size);
  }

  private void leaf(int level) {
    if (rank != OPEN && rank != level) {
      throw new InputException("values at depth %d and at depth %d".formatted(rank, level));
    }
    rank = level;
  }

  private void element(JsonParser in) throws IOException {
    switch (in.currentToken()) {
      case VALUE_NUMBER_INT -> {
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          sink.add(in.getBigIntegerValue());
        } else {
          sink.add(in.getLongValue());
        }
      }
      case VALUE_NUMBER_FLOAT -> {
        double value = in.getDoubleValue();
        if (sink.dtype().isInteger()) {
          throw new InputException("wants %s, not %s".formatted(sink.dtype().id(), in.getText()));
        }
        if (Double.isInfinite(value) && !in.isNaN()) {
          throw new InputException("a number beyond the range of double");
        }
        sink.add(value);
      }
      case VALUE_TRUE, VALUE_FALSE -> sink.add(in.getBooleanValue());
      case VALUE_STRING -> sink.add(utf8(in.getText()));
      case START_OBJECT -> {
        if (!isBase64(in)) {
          throw new InputException(
              "wants %s, not an object; bytes are {\"b64\": \"...\"}".formatted(sink.dtype().id()));
        }
        sink.add(base64(in));
      }
      default -> throw new InputException("wants %s, not null".formatted(sink.dtype().id()));
    }
  }

  /** Goes from an object's start to its first key; whether it stands for bytes. */
  static boolean isBase64(JsonParser in) throws IOException {
    return in.nextToken() == JsonToken.FIELD_NAME && in.currentName().equals(BASE64);
  }

  /** The bytes of an object that has no other key, from there to its end. */
  static byte[] base64(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.VALUE_STRING) {
      throw new InputException("\"b64\" wants a string");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(in.getText());
    } catch (IllegalArgumentException e) {
      throw new InputException("\"b64\" is no base64: " + e.getMessage(), e);
    }
    if (in.nextToken() != JsonToken.END_OBJECT) {
      throw new InputException("an object with \"b64\" has no other keys");
    }
    return bytes;
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new InputException("a string with half a surrogate pair", e);
    }
  }
}
