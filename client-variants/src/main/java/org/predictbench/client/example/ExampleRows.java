package org.predictbench.client.example;

import java.util.Arrays;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;
import org.predictbench.client.wire.MessagePieces;
import org.predictbench.client.wire.WireWriter;

/**
 * Writes tf.Examples, one for each row of the inputs, without messages. Features come in the order
 * of the inputs. What it keeps from call to call are the features' names and the rows' sizes, so
 * that a small Example allocates nothing. For one thread at a time.
 */
final class ExampleRows {
  // Field numbers of example.proto and feature.proto; every tag takes one byte.
  private static final int FEATURES = 1;
  private static final int FEATURE = 1;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int LIST_VALUE = 1;

  /** From so many floats on, one bulk copy is cheaper than a loop. */
  private static final int MANY_FLOATS = 16;

  private String[] names = new String[0];
  // Map keys, complete: tag, length, UTF-8.
  private byte[][] keys = new byte[0][];
  private int[] widths = new int[0];
  private int[] sizes = new int[4];
  private int rows;

  /** How many rows the inputs measured last have. */
  int rows() {
    return rows;
  }

  /**
   * Sizes up what {@link #write} will write of these inputs.
   *
   * @return the size in bytes, tags and lengths of the Examples included
   * @throws IllegalArgumentException if they are no features of equal rows
   * @throws ArithmeticException if the size passes protobuf's limit of 2 GiB
   */
  int measure(Inputs inputs) {
    rows = FeatureTensors.rows(inputs);
    prepare(inputs);
    int all = 0;
    for (int row = 0; row < rows; row++) {
      int features = 0;
      for (int i = 0; i < inputs.size(); i++) {
        int list = list(inputs.tensor(i), i, payload(inputs.tensor(i), i, row));
        features = Math.addExact(features, WireWriter.delimited(entry(i, list)));
      }
      if (row == sizes.length) {
        sizes = Arrays.copyOf(sizes, 2 * row);
      }
      sizes[row] = features;
      all = Math.addExact(all, WireWriter.delimited(WireWriter.delimited(features)));
    }
    return all;
  }

  private void prepare(Inputs inputs) {
    int size = inputs.size();
    if (names.length < size) {
      names = Arrays.copyOf(names, size);
      keys = Arrays.copyOf(keys, size);
      widths = Arrays.copyOf(widths, size);
    }
    for (int i = 0; i < size; i++) {
      String name = inputs.alias(i);
      if (!name.equals(names[i])) {
        names[i] = name;
        keys[i] = WireWriter.stringField(ENTRY_KEY, name);
      }
      widths[i] = FeatureTensors.width(inputs.tensor(i), rows);
    }
  }

  /**
   * Writes the inputs measured last, each row as a field of that number.
   *
   * @param number below 16, so that its tag takes one byte
   */
  void write(int number, Inputs inputs, MessagePieces message) {
    WireWriter out = message.out();
    for (int row = 0; row < rows; row++) {
      int features = sizes[row];
      out.tag(number, WireWriter.LENGTH_DELIMITED).varint(WireWriter.delimited(features));
      out.tag(FEATURES, WireWriter.LENGTH_DELIMITED).varint(features);
      for (int i = 0; i < inputs.size(); i++) {
        feature(inputs.tensor(i), i, row, message);
      }
    }
  }

  private void feature(Tensor tensor, int i, int row, MessagePieces message) {
    int payload = payload(tensor, i, row);
    int list = list(tensor, i, payload);
    int kind = FeatureTensors.kind(tensor.dtype());
    WireWriter out = message.out();
    out.tag(FEATURE, WireWriter.LENGTH_DELIMITED).varint(entry(i, list)).append(keys[i]);
    out.tag(ENTRY_VALUE, WireWriter.LENGTH_DELIMITED).varint(WireWriter.delimited(list));
    out.tag(kind, WireWriter.LENGTH_DELIMITED).varint(list);
    if (widths[i] == 0) {
      return;
    }
    int from = row * widths[i];
    switch (kind) {
      case FeatureTensors.BYTES -> strings(tensor, from, widths[i], message);
      case FeatureTensors.FLOATS -> {
        out.tag(LIST_VALUE, WireWriter.LENGTH_DELIMITED).varint(payload);
        floats(tensor, from, widths[i], message);
      }
      default -> {
        out.tag(LIST_VALUE, WireWriter.LENGTH_DELIMITED).varint(payload);
        for (int value = from; value < from + widths[i]; value++) {
          out.varint(FeatureTensors.longAt(tensor, value));
        }
      }
    }
  }

  private static void strings(Tensor tensor, int from, int width, MessagePieces message) {
    for (int value = from; value < from + width; value++) {
      byte[] string = tensor.stringAt(value);
      message.out().tag(LIST_VALUE, WireWriter.LENGTH_DELIMITED).varint(string.length);
      message.string(string);
    }
  }

  private static void floats(Tensor tensor, int from, int width, MessagePieces message) {
    if (tensor.dtype() == DType.FLOAT && width >= MANY_FLOATS) {
      message.elements(tensor, from, width);
      return;
    }
    for (int value = from; value < from + width; value++) {
      message.out().fixed32(Float.floatToRawIntBits(FeatureTensors.floatAt(tensor, value)));
    }
  }

  /** The size of a row's values: packed numbers, or strings with their tags and lengths. */
  private int payload(Tensor tensor, int i, int row) {
    int width = widths[i];
    int from = row * width;
    int kind = FeatureTensors.kind(tensor.dtype());
    if (kind == FeatureTensors.FLOATS) {
      return Math.multiplyExact(Float.BYTES, width);
    }
    int size = 0;
    for (int value = from; value < from + width; value++) {
      size =
          Math.addExact(
              size,
              kind == FeatureTensors.BYTES
                  ? WireWriter.delimited(tensor.stringAt(value).length)
                  : WireWriter.sizeOfVarint(FeatureTensors.longAt(tensor, value)));
    }
    return size;
  }

  private int list(Tensor tensor, int i, int payload) {
    return tensor.dtype() == DType.STRING || widths[i] == 0
        ? payload
        : WireWriter.delimited(payload);
  }

  /** The size of a map entry: its key, and the Feature around a list of that size. */
  private int entry(int i, int list) {
    return Math.addExact(keys[i].length, WireWriter.delimited(WireWriter.delimited(list)));
  }
}
