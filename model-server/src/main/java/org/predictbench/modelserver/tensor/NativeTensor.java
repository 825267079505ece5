package org.predictbench.modelserver.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.Pointer;
import org.predictbench.serving.full.tensorflow.DataType;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.ndarray.Shape;

/**
 * A tensor of a type that TensorFlow Java has no class for, held through the runtime's C API. Not
 * thread-safe while it is closed.
 *
 * <p>TensorFlow Java's own session refuses it; the package {@code session} runs it through the C
 * API as well.
 */
public final class NativeTensor implements Tensor {
  private final TF_Tensor handle;
  private final org.tensorflow.proto.DataType dataType;
  private final Shape shape;
  private boolean closed;

  private NativeTensor(TF_Tensor handle) {
    this.handle = handle;
    dataType = org.tensorflow.proto.DataType.forNumber(tensorflow.TF_TensorType(handle));
    long[] sizes = new long[tensorflow.TF_NumDims(handle)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = tensorflow.TF_Dim(handle, i);
    }
    shape = Shape.of(sizes);
  }

  /** Takes a tensor that the runtime returned; it is deleted when this is closed. */
  public static NativeTensor owning(TF_Tensor handle) {
    return new NativeTensor(handle);
  }

  /** Returns whether tensors of this type are held by this class. */
  public static boolean holds(org.tensorflow.proto.DataType type) {
    return ElementType.of(DataType.forNumber(type.getNumber()))
        .map(ElementType::isNative)
        .orElse(false);
  }

  static NativeTensor allocate(int dataType, Shape shape, long bytes) {
    TF_Tensor handle =
        tensorflow.TF_AllocateTensor(dataType, shape.asArray(), shape.numDimensions(), bytes);
    if (handle == null || handle.isNull()) {
      throw new IllegalStateException("no memory for a tensor of " + bytes + " bytes");
    }
    return new NativeTensor(handle);
  }

  /** Returns the C API's tensor. It stays this tensor's. */
  public TF_Tensor handle() {
    if (closed) {
      throw new IllegalStateException("the tensor is closed");
    }
    return handle;
  }

  /** Returns the memory, in native order; valid until this is closed. */
  ByteBuffer data() {
    long bytes = numBytes();
    if (bytes == 0) {
      return ByteBuffer.allocate(0);
    }
    Pointer memory = tensorflow.TF_TensorData(handle());
    return memory.capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  @Override
  public org.tensorflow.proto.DataType dataType() {
    return dataType;
  }

  @Override
  public long numBytes() {
    return tensorflow.TF_TensorByteSize(handle());
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public RawTensor asRawTensor() {
    throw new UnsupportedOperationException("TensorFlow Java has no tensors of " + dataType);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tensorflow.TF_DeleteTensor(handle);
    }
  }
}
