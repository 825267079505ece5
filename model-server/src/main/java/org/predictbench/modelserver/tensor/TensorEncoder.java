package org.predictbench.modelserver.tensor;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.types.TString;

/** Encodes a tensor as a TensorProto, with one entry per element or as {@code tensor_content}. */
public enum TensorEncoder {
  /** The typed fields, the default of every released server. */
  AS_PROTO_FIELD {
    @Override
    void put(byte[] elements, ElementType type, TensorProto.Builder proto) {
      ByteBuffer in = ByteBuffer.wrap(elements).order(ByteOrder.nativeOrder());
      while (in.hasRemaining()) {
        type.write(in, proto);
      }
    }
  },
  /** Little endian, as {@code --enable_serialization_as_tensor_content} asks. */
  AS_PROTO_CONTENT {
    @Override
    void put(byte[] elements, ElementType type, TensorProto.Builder proto) {
      proto.setTensorContent(UnsafeByteOperations.unsafeWrap(elements));
    }
  };

  /** Adds {@code elements} to the proto, which then owns the array. */
  abstract void put(byte[] elements, ElementType type, TensorProto.Builder proto);

  /**
   * Returns a copy of the tensor, which may be closed afterwards. Even a scalar has its shape set.
   */
  public TensorProto encode(Tensor tensor) {
    DataType dataType = DataType.forNumber(tensor.dataType().getNumber());
    TensorProto.Builder proto =
        TensorProto.newBuilder().setDtype(dataType).setTensorShape(shape(tensor));
    if (tensor instanceof TString strings) {
      for (NdArray<byte[]> element : strings.asBytes().scalars()) {
        proto.addStringVal(UnsafeByteOperations.unsafeWrap(element.getObject()));
      }
      return proto.build();
    }
    ElementType type =
        ElementType.of(dataType)
            .orElseThrow(
                () ->
                    new ServingException(
                        Status.Code.UNIMPLEMENTED, "no support for outputs of " + dataType));
    byte[] elements = new byte[Math.toIntExact(tensor.shape().size() * type.bytes())];
    if (elements.length > 0) {
      TensorMemory.of(tensor).get(elements);
      put(elements, type, proto);
    }
    return proto.build();
  }

  private static TensorShapeProto shape(Tensor tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : tensor.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }
}
