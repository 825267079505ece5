package org.predictbench.client.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.predictbench.client.DType;
import org.predictbench.client.Tensor;

/** The elements of one output in the order in which they come, unboxed, and its shape. */
final class JsonColumn {
  private DType dtype;
  private int size;
  private float[] floats = new float[1];
  private double[] doubles = new double[1];
  private long[] longs = new long[1];
  private byte[][] strings = new byte[1][];

  private long[] shape = new long[4];
  private int rank;

  /**
   * @param dtype null if it is not known
   */
  JsonColumn(DType dtype) {
    this.dtype = dtype;
  }

  /** Adds the value that the parser stands on, which lies that deep in the tensor. */
  void read(JsonParser in, int depth) throws IOException {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      long count = 0;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        read(in, depth + 1);
        count++;
      }
      dimension(in, depth, count);
    } else if (in.currentToken() == JsonToken.START_OBJECT) {
      if (!"b64".equals(in.nextFieldName()) || in.nextToken() != JsonToken.VALUE_STRING) {
        throw new JsonParseException(in, "an object that is no {\"b64\": ...}");
      }
      addBase64(in);
      in.nextToken();
    } else {
      scalar(in);
    }
  }

  private void dimension(JsonParser in, int depth, long count) throws IOException {
    if (depth >= shape.length) {
      shape = Arrays.copyOf(shape, 2 * depth);
    }
    if (depth >= rank) {
      // Inner lists end before outer ones: what lies between is known by now.
      Arrays.fill(shape, rank, depth, -1);
      rank = depth + 1;
      shape[depth] = count;
    } else if (shape[depth] < 0) {
      shape[depth] = count;
    } else if (shape[depth] != count) {
      throw new JsonParseException(in, "lists of different lengths");
    }
  }

  /** Gives the outermost dimension, of which every row was read by itself. */
  void rows(long count) {
    shape[0] = count;
    rank = Math.max(rank, 1);
  }

  void addBase64(JsonParser in) throws IOException {
    dtype = DType.STRING;
    try {
      add(Base64.getDecoder().decode(in.getText()));
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(in, "no base64: " + e.getMessage(), e);
    }
  }

  private void scalar(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (dtype == null) {
      dtype = JsonOutputs.guessed(token);
    }
    if (dtype == DType.STRING && token == JsonToken.VALUE_STRING) {
      add(in.getText().getBytes(StandardCharsets.UTF_8));
    } else if (dtype == DType.BOOL && token.isBoolean()) {
      add(in.getBooleanValue() ? 1 : 0);
    } else if (token.isNumeric()) {
      number(in);
    } else {
      throw new JsonParseException(in, "no %s: %s".formatted(dtype.id(), in.getText()));
    }
  }

  private void number(JsonParser in) throws IOException {
    if (dtype == DType.FLOAT) {
      if (size == floats.length) {
        floats = Arrays.copyOf(floats, 2 * size);
      }
      floats[size++] = in.getFloatValue();
    } else if (dtype == DType.DOUBLE) {
      if (size == doubles.length) {
        doubles = Arrays.copyOf(doubles, 2 * size);
      }
      doubles[size++] = in.getDoubleValue();
    } else if (dtype.isInteger() && in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      add(dtype == DType.UINT64 ? in.getBigIntegerValue().longValue() : in.getLongValue());
    } else {
      throw new JsonParseException(in, "not of type %s: %s".formatted(dtype.id(), in.getText()));
    }
  }

  private void add(long value) {
    if (size == longs.length) {
      longs = Arrays.copyOf(longs, 2 * size);
    }
    longs[size++] = value;
  }

  private void add(byte[] value) {
    if (size == strings.length) {
      strings = Arrays.copyOf(strings, 2 * size);
    }
    strings[size++] = value;
  }

  /**
   * The tensor.
   *
   * @throws IllegalArgumentException if the shape does not hold the elements
   */
  Tensor tensor() {
    long[] dimensions = Arrays.copyOf(shape, rank);
    DType known = dtype == null ? DType.FLOAT : dtype;
    return switch (known) {
      case FLOAT -> Tensor.of(Arrays.copyOf(floats, size), dimensions);
      case DOUBLE -> Tensor.of(Arrays.copyOf(doubles, size), dimensions);
      case INT64 -> Tensor.of(Arrays.copyOf(longs, size), dimensions);
      case STRING -> Tensor.strings(Arrays.copyOf(strings, size), dimensions);
      default -> Tensor.of(known, packed(known), dimensions);
    };
  }

  private ByteBuffer packed(DType known) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(size, known.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      switch (known.bytes()) {
        case 1 -> bytes.put((byte) longs[i]);
        case 2 -> bytes.putShort((short) longs[i]);
        case 4 -> bytes.putInt((int) longs[i]);
        default -> bytes.putLong(longs[i]);
      }
    }
    return bytes.flip();
  }
}
