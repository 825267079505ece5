package org.predictbench.bench.requests;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Tensor;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * Tensors to {@code TensorProto} and back. Written are {@code tensor_content} and, for strings,
 * {@code string_val}; read is every form that TensorFlow reads, where fewer values than elements
 * mean that the last one is repeated, and none that all are zero.
 */
final class TensorMessages {
  private TensorMessages() {}

  static TensorProto message(Tensor tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : tensor.shape()) {
      shape.addDimBuilder().setSize(size);
    }
    TensorProto.Builder message =
        TensorProto.newBuilder()
            .setDtype(DataType.forNumber(tensor.dtype().number()))
            .setTensorShape(shape);
    if (tensor.dtype() != DType.STRING) {
      return message.setTensorContent(ByteString.copyFrom(tensor.littleEndian())).build();
    }
    for (byte[] string : tensor.strings()) {
      // Safe: nobody changes a string.
      message.addStringVal(UnsafeByteOperations.unsafeWrap(string));
    }
    return message.build();
  }

  /**
   * Reads a tensor into arrays of its own.
   *
   * @throws IllegalArgumentException if the message is no sound tensor, or passes the bound
   */
  static Tensor tensor(TensorProto message, MemoryBound bound) {
    DType dtype = DType.of(message.getDtypeValue());
    if (message.getTensorShape().getUnknownRank()) {
      throw new InputException("a tensor needs a shape, not an unknown rank");
    }
    long[] shape =
        message.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .toArray();
    int elements = Tensor.elements(shape);
    bound.reserve(dtype, elements);
    ByteString content = message.getTensorContent();
    if (dtype == DType.STRING) {
      if (!content.isEmpty()) {
        throw new InputException("strings in tensor_content cannot be read: write string_val");
      }
      return Tensor.strings(strings(message, elements, bound), shape);
    }
    if (content.isEmpty()) {
      return ArrayTensors.of(dtype, typed(message, dtype, elements), shape);
    }
    if (content.size() != (long) elements * dtype.bytes()) {
      throw new InputException(
          "tensor_content of %d bytes for %d elements of %s"
              .formatted(content.size(), elements, dtype.id()));
    }
    return ArrayTensors.of(dtype, content.asReadOnlyByteBuffer(), shape);
  }

  private static byte[][] strings(TensorProto message, int elements, MemoryBound bound) {
    byte[][] values = new byte[elements][];
    Arrays.fill(values, new byte[0]);
    int own = Math.min(elements, message.getStringValCount());
    for (int i = 0; i < own; i++) {
      bound.reserve(message.getStringVal(i).size());
      values[i] = message.getStringVal(i).toByteArray();
    }
    if (own > 0) {
      Arrays.fill(values, own, elements, values[own - 1]);
    }
    return values;
  }

  private static ByteBuffer typed(TensorProto message, DType dtype, int elements) {
    ByteBuffer all = ByteBuffer.allocate(elements * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int own = Math.min(elements, carried(message, dtype));
    for (int i = 0; i < elements && own > 0; i++) {
      put(message, dtype, Math.min(i, own - 1), all);
    }
    return all.clear();
  }

  private static int carried(TensorProto message, DType dtype) {
    return switch (dtype) {
      case FLOAT -> message.getFloatValCount();
      case DOUBLE -> message.getDoubleValCount();
      case COMPLEX64 -> message.getScomplexValCount() / 2;
      case COMPLEX128 -> message.getDcomplexValCount() / 2;
      case INT64 -> message.getInt64ValCount();
      case UINT64 -> message.getUint64ValCount();
      case UINT32 -> message.getUint32ValCount();
      case BOOL -> message.getBoolValCount();
      case HALF, BFLOAT16 -> message.getHalfValCount();
      default -> message.getIntValCount();
    };
  }

  private static void put(TensorProto message, DType dtype, int from, ByteBuffer all) {
    switch (dtype) {
      case FLOAT -> all.putFloat(message.getFloatVal(from));
      case DOUBLE -> all.putDouble(message.getDoubleVal(from));
      case COMPLEX64 ->
          all.putFloat(message.getScomplexVal(2 * from))
              .putFloat(message.getScomplexVal(2 * from + 1));
      case COMPLEX128 ->
          all.putDouble(message.getDcomplexVal(2 * from))
              .putDouble(message.getDcomplexVal(2 * from + 1));
      case INT64 -> all.putLong(message.getInt64Val(from));
      case UINT64 -> all.putLong(message.getUint64Val(from));
      case UINT32 -> all.putInt(message.getUint32Val(from));
      case BOOL -> all.put((byte) (message.getBoolVal(from) ? 1 : 0));
      case HALF, BFLOAT16 -> all.putShort((short) message.getHalfVal(from));
      default -> {
        int value = message.getIntVal(from);
        switch (dtype.bytes()) {
          case 1 -> all.put((byte) value);
          case 2 -> all.putShort((short) value);
          default -> all.putInt(value);
        }
      }
    }
  }
}
