package org.predictbench.bench.plan;

import org.predictbench.client.DType;
import org.predictbench.client.Tensor;

/** The values of tensors of floating types, half ones included. */
public final class FloatValues {
  private FloatValues() {}

  /** Whether a type is one of these. */
  public static boolean isFloating(DType dtype) {
    return switch (dtype) {
      case FLOAT, DOUBLE, HALF, BFLOAT16 -> true;
      default -> false;
    };
  }

  /** One element of a tensor of such a type. */
  public static double at(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FLOAT -> tensor.floatAt(index);
      case DOUBLE -> tensor.doubleAt(index);
      case HALF -> half((int) tensor.longAt(index));
      default -> Float.intBitsToFloat((int) tensor.longAt(index) << 16);
    };
  }

  private static float half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int mantissa = bits & 0x3ff;
    int sign = (bits & 0x8000) << 16;
    if (exponent == 0) {
      return Math.copySign(mantissa * 0x1p-24f, Float.intBitsToFloat(sign | 1));
    }
    int widened = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | widened << 23 | mantissa << 13);
  }
}
