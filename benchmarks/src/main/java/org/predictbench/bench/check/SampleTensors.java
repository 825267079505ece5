package org.predictbench.bench.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

/** Tensors with the values at which clients go wrong. */
final class SampleTensors {
  static final String ALIAS = "x";

  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  private SampleTensors() {}

  /** 2 × 3 elements of that type: extremes, minus zero, an empty string, bytes beyond ASCII. */
  static Inputs of(DType dtype) {
    return Inputs.of(ALIAS, tensor(dtype, ROWS, COLUMNS));
  }

  /** So many floats, other ones for another seed. */
  static Inputs floats(int seed, int count) {
    float[] values = new float[count];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-150, 150);
    }
    return Inputs.of(ALIAS, Tensor.of(values, 1, count));
  }

  static Tensor tensor(DType dtype, int rows, int columns) {
    int count = rows * columns;
    if (dtype == DType.STRING) {
      byte[][] strings = new byte[count][];
      for (int i = 0; i < count; i++) {
        strings[i] = new byte[i];
        Arrays.fill(strings[i], (byte) (i % 2 == 0 ? 0xC3 : 'a' + i));
      }
      return Tensor.strings(strings, rows, columns);
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(bytes, dtype, i);
    }
    return Tensor.of(dtype, bytes.flip(), rows, columns);
  }

  private static void put(ByteBuffer bytes, DType dtype, int i) {
    // All ones, the sign alone, then small values.
    long bits = i == 0 ? -1L : i == 1 ? 1L << (8 * dtype.bytes() - 1) : i;
    switch (dtype) {
      case BOOL -> bytes.put((byte) (i % 2));
      case FLOAT -> bytes.putFloat(i == 0 ? -0.0f : i == 1 ? Float.MIN_VALUE : -i * 1.1f);
      case DOUBLE -> bytes.putDouble(i == 0 ? -0.0 : i == 1 ? Double.MIN_VALUE : -i * 1.1);
      case COMPLEX64 -> bytes.putFloat(i).putFloat(-i - 0.5f);
      case COMPLEX128 -> bytes.putDouble(i).putDouble(-i - 0.25);
      // Finite numbers either way.
      case HALF, BFLOAT16 -> bytes.putShort((short) (0x3C00 + i));
      default -> {
        switch (dtype.bytes()) {
          case 1 -> bytes.put((byte) bits);
          case 2 -> bytes.putShort((short) bits);
          case 4 -> bytes.putInt((int) bits);
          default -> bytes.putLong(bits);
        }
      }
    }
  }
}
