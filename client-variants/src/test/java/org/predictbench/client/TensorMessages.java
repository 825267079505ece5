package org.predictbench.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/**
 * A second opinion on TensorProtos: from either form to the other through the generated classes
 * alone, none of the library's own code.
 */
final class TensorMessages {
  private TensorMessages() {}

  /** The same tensor with its elements in {@code tensor_content}, or in its typed field. */
  static TensorProto in(TensorProto tensor, boolean asContent) {
    if (tensor.getDtype() == DataType.DT_STRING) {
      return tensor;
    }
    ByteString bytes = bytes(tensor);
    TensorProto.Builder other =
        TensorProto.newBuilder()
            .setDtype(tensor.getDtype())
            .setTensorShape(tensor.getTensorShape());
    return asContent ? other.setTensorContent(bytes).build() : typed(other, bytes).build();
  }

  /** A tensor as a message, with its elements in {@code tensor_content} or {@code string_val}. */
  static TensorProto of(Tensor tensor) {
    TensorProto.Builder message =
        TensorProto.newBuilder().setDtype(DataType.forNumber(tensor.dtype().number()));
    for (long size : tensor.shape()) {
      message.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    if (tensor.dtype() != DType.STRING) {
      return message.setTensorContent(ByteString.copyFrom(tensor.littleEndian())).build();
    }
    for (byte[] each : tensor.strings()) {
      message.addStringVal(ByteString.copyFrom(each));
    }
    return message.build();
  }

  private static ByteString bytes(TensorProto tensor) {
    if (!tensor.getTensorContent().isEmpty()) {
      return tensor.getTensorContent();
    }
    // No element in memory takes more than eight times what it takes on the wire.
    ByteBuffer all =
        ByteBuffer.allocate(8 * tensor.getSerializedSize()).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.getDtype()) {
      case DT_FLOAT -> {
        return floats(tensor.getFloatValList());
      }
      case DT_COMPLEX64 -> tensor.getScomplexValList().forEach(all::putFloat);
      case DT_DOUBLE -> tensor.getDoubleValList().forEach(all::putDouble);
      case DT_COMPLEX128 -> tensor.getDcomplexValList().forEach(all::putDouble);
      case DT_INT64 -> tensor.getInt64ValList().forEach(all::putLong);
      case DT_UINT64 -> tensor.getUint64ValList().forEach(all::putLong);
      case DT_UINT32 -> tensor.getUint32ValList().forEach(all::putInt);
      case DT_INT32, DT_QINT32 -> tensor.getIntValList().forEach(all::putInt);
      case DT_HALF, DT_BFLOAT16 ->
          tensor.getHalfValList().forEach(v -> all.putShort(v.shortValue()));
      case DT_BOOL -> tensor.getBoolValList().forEach(v -> all.put((byte) (v ? 1 : 0)));
      case DT_INT16, DT_UINT16, DT_QINT16, DT_QUINT16 ->
          tensor.getIntValList().forEach(v -> all.putShort(v.shortValue()));
      default -> tensor.getIntValList().forEach(v -> all.put(v.byteValue()));
    }
    return ByteString.copyFrom(all.flip());
  }

  private static ByteString floats(List<Float> values) {
    ByteBuffer all =
        ByteBuffer.allocate(Float.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(all::putFloat);
    return ByteString.copyFrom(all.flip());
  }

  private static TensorProto.Builder typed(TensorProto.Builder tensor, ByteString bytes) {
    ByteBuffer in = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      switch (tensor.getDtype()) {
        case DT_FLOAT -> tensor.addFloatVal(in.getFloat());
        case DT_COMPLEX64 -> tensor.addScomplexVal(in.getFloat());
        case DT_DOUBLE -> tensor.addDoubleVal(in.getDouble());
        case DT_COMPLEX128 -> tensor.addDcomplexVal(in.getDouble());
        case DT_INT64 -> tensor.addInt64Val(in.getLong());
        case DT_UINT64 -> tensor.addUint64Val(in.getLong());
        case DT_UINT32 -> tensor.addUint32Val(in.getInt());
        case DT_INT32, DT_QINT32 -> tensor.addIntVal(in.getInt());
        case DT_HALF, DT_BFLOAT16 -> tensor.addHalfVal(Short.toUnsignedInt(in.getShort()));
        case DT_BOOL -> tensor.addBoolVal(in.get() != 0);
        case DT_UINT16, DT_QUINT16 -> tensor.addIntVal(Short.toUnsignedInt(in.getShort()));
        case DT_INT16, DT_QINT16 -> tensor.addIntVal(in.getShort());
        case DT_UINT8, DT_QUINT8 -> tensor.addIntVal(Byte.toUnsignedInt(in.get()));
        default -> tensor.addIntVal(in.get());
      }
    }
    return tensor;
  }
}
