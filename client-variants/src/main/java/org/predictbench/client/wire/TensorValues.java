package org.predictbench.client.wire;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.predictbench.client.DType;
import org.predictbench.client.PredictException;
import org.predictbench.client.Tensor;

/**
 * Reads a generated TensorProto into a tensor. Knows no generated class, so that all share it; the
 * rules for its elements are those of {@link TensorReader}.
 */
final class TensorValues {
  private TensorValues() {}

  /** The parts of a TensorProto that are read. */
  interface Source {
    int dtype();

    int rank();

    long dimension(int index);

    boolean unknownRank();

    ByteString content();

    /** How many values the typed field of that type holds; a complex number takes two. */
    int count(DType dtype);

    float floatVal(int index);

    double doubleVal(int index);

    /** A value of whichever field holds integers of that type, half bits among them. */
    long longVal(DType dtype, int index);

    boolean boolVal(int index);

    ByteString stringVal(int index);

    float scomplexVal(int index);

    double dcomplexVal(int index);
  }

  /**
   * Makes a tensor of a message.
   *
   * @throws PredictException INTERNAL if it is no sound one
   */
  static Tensor of(Source source) {
    try {
      if (source.unknownRank()) {
        throw new IllegalArgumentException("unknown rank");
      }
      DType dtype = DType.of(source.dtype());
      long[] shape = new long[source.rank()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = source.dimension(i);
      }
      return of(source, dtype, Tensor.elements(shape), shape);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new PredictException(
          Status.Code.INTERNAL, "reply is no PredictResponse: a tensor of " + e.getMessage(), e);
    }
  }

  private static Tensor of(Source source, DType dtype, int elements, long... shape) {
    if (dtype != DType.STRING && !source.content().isEmpty()) {
      ByteString content = source.content();
      if (content.size() != (long) elements * dtype.bytes()) {
        throw new IllegalArgumentException(
            "%d bytes for %d of %s".formatted(content.size(), elements, dtype.id()));
      }
      return Tensor.of(dtype, content.asReadOnlyByteBuffer(), shape);
    }
    int carried = source.count(dtype);
    if (elements > TensorReader.MOST_REPEATED && elements > carried) {
      throw new IllegalArgumentException(
          "%d elements that carries %d".formatted(elements, carried));
    }
    return switch (dtype) {
      case FLOAT -> Tensor.of(floats(source, elements, carried), shape);
      case INT64 -> Tensor.of(longs(source, elements, carried), shape);
      case STRING -> Tensor.strings(strings(source, elements, carried), shape);
      default -> Tensor.of(dtype, bytes(source, dtype, elements, carried), shape);
    };
  }

  private static float[] floats(Source source, int elements, int carried) {
    float[] values = new float[elements];
    int own = Math.min(elements, carried);
    for (int i = 0; i < own; i++) {
      values[i] = source.floatVal(i);
    }
    if (own > 0) {
      Arrays.fill(values, own, elements, values[own - 1]);
    }
    return values;
  }

  private static long[] longs(Source source, int elements, int carried) {
    long[] values = new long[elements];
    int own = Math.min(elements, carried);
    for (int i = 0; i < own; i++) {
      values[i] = source.longVal(DType.INT64, i);
    }
    if (own > 0) {
      Arrays.fill(values, own, elements, values[own - 1]);
    }
    return values;
  }

  private static byte[][] strings(Source source, int elements, int carried) {
    byte[][] values = new byte[elements][];
    Arrays.fill(values, new byte[0]);
    int own = Math.min(elements, carried);
    for (int i = 0; i < own; i++) {
      values[i] = source.stringVal(i).toByteArray();
    }
    if (own > 0) {
      Arrays.fill(values, own, elements, values[own - 1]);
    }
    return values;
  }

  private static ByteBuffer bytes(Source source, DType dtype, int elements, int carried) {
    ByteBuffer all =
        ByteBuffer.allocate(Math.multiplyExact(elements, dtype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    int perElement = dtype == DType.COMPLEX64 || dtype == DType.COMPLEX128 ? 2 : 1;
    int own = Math.min(elements, carried / perElement);
    for (int i = 0; i < elements && own > 0; i++) {
      int from = Math.min(i, own - 1);
      switch (dtype) {
        case DOUBLE -> all.putDouble(source.doubleVal(from));
        case BOOL -> all.put((byte) (source.boolVal(from) ? 1 : 0));
        case COMPLEX64 ->
            all.putFloat(source.scomplexVal(2 * from)).putFloat(source.scomplexVal(2 * from + 1));
        case COMPLEX128 ->
            all.putDouble(source.dcomplexVal(2 * from)).putDouble(source.dcomplexVal(2 * from + 1));
        default -> {
          long value = source.longVal(dtype, from);
          switch (dtype.bytes()) {
            case 1 -> all.put((byte) value);
            case 2 -> all.putShort((short) value);
            case 4 -> all.putInt((int) value);
            default -> all.putLong(value);
          }
        }
      }
    }
    return all.clear();
  }
}
