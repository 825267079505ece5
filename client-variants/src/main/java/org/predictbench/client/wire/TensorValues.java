package org.predictbench.client.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToLongFunction;

/**
 * Reads a TensorProto's elements, which lie either in {@code tensor_content}, little endian, or one
 * by one in the typed field. Knows no generated class, so that both sets of protos share it.
 */
final class TensorValues {
  private TensorValues() {}

  /** One element of {@code float_val}, unboxed. */
  @FunctionalInterface
  interface FloatField {
    float get(int index);
  }

  static float[] floats(ByteString content, int fieldCount, FloatField field) {
    float[] values = new float[size(content, Float.BYTES, fieldCount)];
    if (content.isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = field.get(i);
      }
    } else {
      littleEndian(content).asFloatBuffer().get(values);
    }
    return values;
  }

  static long[] longs(ByteString content, int fieldCount, IntToLongFunction field) {
    long[] values = new long[size(content, Long.BYTES, fieldCount)];
    if (content.isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = field.applyAsLong(i);
      }
    } else {
      littleEndian(content).asLongBuffer().get(values);
    }
    return values;
  }

  private static int size(ByteString content, int bytesPerValue, int fieldCount) {
    return content.isEmpty() ? fieldCount : content.size() / bytesPerValue;
  }

  private static ByteBuffer littleEndian(ByteString content) {
    return content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
