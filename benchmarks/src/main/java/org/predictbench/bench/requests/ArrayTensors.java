package org.predictbench.bench.requests;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.predictbench.client.DType;
import org.predictbench.client.Tensor;

/**
 * Tensors as a Java service holds them: of {@code float[]}, {@code long[]} and so on where Java has
 * the type. What a client does to encode an array is part of what is measured, so that a set read
 * from a file must not hand it the file's bytes.
 */
public final class ArrayTensors {
  private ArrayTensors() {}

  /**
   * Copies little-endian elements into an array of their own.
   *
   * @param elements from the buffer's position to its limit; any type but string
   * @throws IllegalArgumentException if they are not as many as the shape has
   */
  public static Tensor of(DType dtype, ByteBuffer elements, long... shape) {
    ByteBuffer bytes = elements.slice().order(ByteOrder.LITTLE_ENDIAN);
    Tensor view = Tensor.of(dtype, bytes, shape);
    int count = view.elements();
    return switch (dtype) {
      case FLOAT -> Tensor.of(view.floats(), shape);
      case DOUBLE -> Tensor.of(view.doubles(), shape);
      case INT32 -> Tensor.of(view.ints(), shape);
      case INT64 -> Tensor.of(view.longs(), shape);
      case BOOL -> Tensor.of(view.booleans(), shape);
      case INT16 -> {
        short[] values = new short[count];
        bytes.asShortBuffer().get(values);
        yield Tensor.of(values, shape);
      }
      case INT8 -> Tensor.int8(copy(bytes), shape);
      case UINT8 -> Tensor.uint8(copy(bytes), shape);
      default -> Tensor.of(dtype, ByteBuffer.wrap(copy(bytes)), shape);
    };
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] values = new byte[bytes.remaining()];
    bytes.get(0, values);
    return values;
  }
}
