package com.example.inference;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.predictbench.client.DType;
import org.predictbench.client.PredictException;
import org.predictbench.client.Tensor;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** Tensors to messages and back, of the three types that this service has. */
final class Tensors {
  private Tensors() {}

  static TensorProto message(Tensor tensor, Encoding encoding) {
    TensorProto.Builder message =
        TensorProto.newBuilder().setDtype(DataType.forNumber(tensor.dtype().number()));
    TensorShapeProto.Builder shape = message.getTensorShapeBuilder();
    for (long size : tensor.shape()) {
      shape.addDimBuilder().setSize(size);
    }
    switch (tensor.dtype()) {
      case FLOAT, INT64 -> {
        if (encoding == Encoding.CONTENT) {
          message.setTensorContent(ByteString.copyFrom(tensor.littleEndian()));
        } else if (tensor.dtype() == DType.FLOAT) {
          for (float value : tensor.floats()) {
            message.addFloatVal(value);
          }
        } else {
          for (long value : tensor.longs()) {
            message.addInt64Val(value);
          }
        }
      }
      case STRING -> {
        for (byte[] value : tensor.strings()) {
          message.addStringVal(ByteString.copyFrom(value));
        }
      }
      default ->
          throw new IllegalArgumentException("this client sends no " + tensor.dtype().id());
    }
    return message.build();
  }

  static Tensor tensor(TensorProto message) {
    long[] shape =
        message.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .toArray();
    ByteBuffer content =
        message.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    try {
      return switch (message.getDtype()) {
        case DT_FLOAT -> Tensor.of(floats(message, content), shape);
        case DT_INT64 -> Tensor.of(longs(message, content), shape);
        case DT_STRING ->
            Tensor.strings(
                message.getStringValList().stream()
                    .map(ByteString::toByteArray)
                    .toArray(byte[][]::new),
                shape);
        default -> throw new IllegalArgumentException("an output of " + message.getDtype());
      };
    } catch (IllegalArgumentException e) {
      // Fewer elements than its shape says, for example.
      throw PredictException.named("INTERNAL", "the reply is no tensor: " + e.getMessage(), e);
    }
  }

  private static float[] floats(TensorProto message, ByteBuffer content) {
    if (content.hasRemaining()) {
      float[] values = new float[content.remaining() / Float.BYTES];
      content.asFloatBuffer().get(values);
      return values;
    }
    float[] values = new float[message.getFloatValCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = message.getFloatVal(i);
    }
    return values;
  }

  private static long[] longs(TensorProto message, ByteBuffer content) {
    if (content.hasRemaining()) {
      long[] values = new long[content.remaining() / Long.BYTES];
      content.asLongBuffer().get(values);
      return values;
    }
    return message.getInt64ValList().stream().mapToLong(Long::longValue).toArray();
  }
}
