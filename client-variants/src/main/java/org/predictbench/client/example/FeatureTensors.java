package org.predictbench.client.example;

import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

/**
 * Tensors as the features of tf.Examples. A tensor's first dimension is the row, and a scalar is
 * one row; what is left of the shape is the feature's values in row-major order.
 */
final class FeatureTensors {
  // Field numbers of feature.proto, of which each is a kind of list.
  static final int BYTES = 1;
  static final int FLOATS = 2;
  static final int INTEGERS = 3;

  /** A feature of no values takes no less: four tags and lengths. */
  private static final int LEAST_BYTES = 8;

  private FeatureTensors() {}

  /**
   * How many rows, and so Examples, all tensors have.
   *
   * @throws IllegalArgumentException if there is no tensor, they do not have as many, a type is
   *     none that an Example holds, or the Examples are too many for one request
   */
  static int rows(Inputs inputs) {
    if (inputs.size() == 0) {
      throw new IllegalArgumentException("tf.Examples need at least one feature, of a row each");
    }
    long rows = rows(inputs.tensor(0));
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.tensor(i);
      if (rows(tensor) != rows) {
        throw new IllegalArgumentException(
            "tf.Examples need features of as many rows each, not %d of '%s' and %d of '%s'"
                .formatted(rows, inputs.alias(0), rows(tensor), inputs.alias(i)));
      }
      if (kind(tensor.dtype()) == 0) {
        throw new IllegalArgumentException(
            "tf.Examples hold floats, integers, bools and strings, not %s: feature '%s'"
                .formatted(tensor.dtype().id(), inputs.alias(i)));
      }
    }
    // Rows may hold no values, so that a small tensor of them makes a large request.
    if (rows * inputs.size() > Integer.MAX_VALUE / LEAST_BYTES) {
      throw new IllegalArgumentException(
          "%d tf.Examples of %d features pass protobuf's limit of 2 GiB"
              .formatted(rows, inputs.size()));
    }
    return (int) rows;
  }

  private static long rows(Tensor tensor) {
    return tensor.rank() == 0 ? 1 : tensor.dimension(0);
  }

  /** How many values each row has. */
  static int width(Tensor tensor, int rows) {
    return rows == 0 ? 0 : tensor.elements() / rows;
  }

  /** The kind of list that holds values of a type: a field number; 0 for none. */
  static int kind(DType dtype) {
    return switch (dtype) {
      case STRING -> BYTES;
      case FLOAT, DOUBLE, HALF, BFLOAT16 -> FLOATS;
      case BOOL -> INTEGERS;
      case COMPLEX64, COMPLEX128 -> 0;
      default -> INTEGERS;
    };
  }

  /** One value of a float_list; a double is rounded to the nearest float. */
  static float floatAt(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FLOAT -> tensor.floatAt(index);
      case DOUBLE -> (float) tensor.doubleAt(index);
      case BFLOAT16 -> Float.intBitsToFloat((int) tensor.longAt(index) << 16);
      default -> ofHalf((int) tensor.longAt(index));
    };
  }

  /** One value of an int64_list; a uint64 keeps its 64 bits. */
  static long longAt(Tensor tensor, int index) {
    if (tensor.dtype() == DType.BOOL) {
      return tensor.booleanAt(index) ? 1 : 0;
    }
    return tensor.longAt(index);
  }

  /** The float of a half's 16 bits, exactly: IEEE 754's binary16. */
  private static float ofHalf(int bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0) {
      // Subnormal, or zero: so many times 2^-24.
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1F ? 0xFF : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
