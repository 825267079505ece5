package org.predictbench.bench.requests;

/** Floats of 16 bits, rounded to the nearest, ties to even; Java 17 has no such conversion. */
final class SmallFloats {
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITY = 0x7f800000;

  /** The least normal half, 2^-14, as a float's bits. */
  private static final int LEAST_NORMAL_HALF = 0x38800000;

  /** What lies between both exponents' biases, in place. */
  private static final int BIAS = 0x38000000;

  private static final int HALF_INFINITY = 0x7c00;
  private static final int HALF_SHIFT = 13;
  private static final int BFLOAT16_SHIFT = 16;

  private SmallFloats() {}

  /** Bits of the IEEE half; infinity for what is too large. */
  static short half(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & MAGNITUDE;
    if (magnitude > INFINITY) {
      return (short) (sign | HALF_INFINITY | 1);
    }
    if (magnitude < LEAST_NORMAL_HALF) {
      // A whole number of the least half that there is, 2^-24.
      return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
    }
    int rounded = (roundedUp(magnitude, HALF_SHIFT) - BIAS) >>> HALF_SHIFT;
    return (short) (sign | Math.min(rounded, HALF_INFINITY));
  }

  /** Bits of the bfloat16; infinity for what is too large. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & MAGNITUDE) > INFINITY) {
      return (short) (bits >>> BFLOAT16_SHIFT | 1);
    }
    return (short) (roundedUp(bits, BFLOAT16_SHIFT) >>> BFLOAT16_SHIFT);
  }

  private static int roundedUp(int bits, int shift) {
    int lastKept = bits >>> shift & 1;
    return bits + (1 << (shift - 1)) - 1 + lastKept;
  }
}
