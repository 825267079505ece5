package org.predictbench.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Tensors of every type, with the values at which types go wrong. */
public final class TestTensors {
  private TestTensors() {}

  /** Floats in ±150, with minus zero and the smallest positive among them. */
  public static Tensor floats(int count, long... shape) {
    float[] values = new float[count];
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-150, 150);
    }
    if (count > 4) {
      values[3] = -0.0f;
      values[4] = Float.MIN_VALUE;
    }
    return Tensor.of(values, shape);
  }

  /** Such floats alone, as {@code input}. */
  public static Inputs input(int count, long... shape) {
    return Inputs.of("input", floats(count, shape));
  }

  /** A tensor of each type, 2 × 3 each, as {@code x_TYPE}. */
  static Inputs everyType(boolean overRest) {
    Inputs inputs = Inputs.none();
    for (DType dtype : DType.values()) {
      if (!overRest || isInJson(dtype)) {
        inputs = inputs.with("x_" + dtype.id(), tensor(dtype, 2, 3));
      }
    }
    return inputs;
  }

  static boolean isInJson(DType dtype) {
    return switch (dtype) {
      case FLOAT, DOUBLE, STRING, BOOL -> true;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  /** A tensor of that type: extremes first, then random bits; reals are never NaN. */
  public static Tensor tensor(DType dtype, long... shape) {
    int count = Tensor.elements(shape);
    if (dtype == DType.STRING) {
      byte[][] values = new byte[count][];
      for (int i = 0; i < count; i++) {
        values[i] = i == 0 ? new byte[0] : new byte[i % 7];
        Arrays.fill(values[i], (byte) (i % 3 == 0 ? 0xC3 : 'a' + i % 26));
      }
      return Tensor.strings(values, shape);
    }
    if (dtype == DType.FLOAT) {
      return floats(count, shape);
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom random = new SplittableRandom(dtype.number());
    for (int i = 0; i < count; i++) {
      put(bytes, dtype, i, random);
    }
    return Tensor.of(dtype, bytes.flip(), shape);
  }

  private static void put(ByteBuffer bytes, DType dtype, int i, SplittableRandom random) {
    long bits = i == 0 ? -1L : i == 1 ? 1L << (8 * dtype.bytes() - 1) : random.nextLong();
    switch (dtype) {
      case BOOL -> bytes.put((byte) (i % 2));
      case DOUBLE -> bytes.putDouble(i == 0 ? -0.0 : random.nextDouble(-1e9, 1e9));
      case COMPLEX64 -> bytes.putFloat(i).putFloat(-i - 0.5f);
      case COMPLEX128 -> bytes.putDouble(i).putDouble(-i - 0.25);
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

  /** What a fake answers: the inputs themselves. */
  public static Outputs echo(Inputs inputs) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      outputs.put(inputs.alias(i), inputs.tensor(i));
    }
    return Outputs.of(outputs);
  }

  /** The fake servable by the signature of that key, which takes and returns such inputs. */
  public static ModelRef model(String key, Inputs inputs) {
    Map<String, Signature.Spec> specs = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.tensor(i);
      specs.put(inputs.alias(i), new Signature.Spec(tensor.dtype(), tensor.shape()));
    }
    return ModelRef.of("m")
        .withSignature(new Signature(key, "tensorflow/serving/predict", specs, specs));
  }
}
