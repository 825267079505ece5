package org.predictbench.modelserver.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;

/**
 * Exposes a tensor's memory as a buffer, so that bytes are copied from the network's buffers into
 * it directly. TensorFlow Java itself accepts arrays only.
 */
final class TensorMemory {
  private TensorMemory() {}

  /**
   * Returns the memory of a tensor with elements, in native order. Valid until the tensor is
   * closed.
   */
  static ByteBuffer of(Tensor tensor) {
    if (tensor instanceof NativeTensor foreign) {
      return foreign.data();
    }
    return tensor.asRawTensor().data().accept(new Buffer()).order(ByteOrder.nativeOrder());
  }

  private static final class Buffer implements DataStorageVisitor<ByteBuffer> {
    @Override
    public ByteBuffer visit(ByteBuffer buffer) {
      return buffer.duplicate();
    }

    @Override
    public ByteBuffer visit(long address, long length, long scale) {
      int bytes = Math.toIntExact(Math.multiplyExact(length, scale));
      // JavaCPP multiplies by the size that it takes a subclass of Pointer to have.
      return new Region(address, bytes).asByteBuffer().limit(bytes);
    }

    @Override
    public ByteBuffer fallback() {
      throw new IllegalStateException("a tensor without memory");
    }
  }

  /** Memory that belongs to someone else. */
  private static final class Region extends Pointer {
    Region(long address, long bytes) {
      this.address = address;
      this.limit = bytes;
      this.capacity = bytes;
    }
  }
}
