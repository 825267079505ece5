package org.predictbench.modelserver.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;

/**
 * A tensor's own memory as a buffer, so that bytes of the network's buffers are copied into it at
 * once. TensorFlow Java itself takes them from arrays only.
 */
final class TensorMemory {
  private TensorMemory() {}

  /** All of a tensor that has elements, in native order; not to be used once it is closed. */
  static ByteBuffer of(Tensor tensor) {
    return tensor.asRawTensor().data().accept(new Buffer()).order(ByteOrder.nativeOrder());
  }

  private static final class Buffer implements DataStorageVisitor<ByteBuffer> {
    @Override
    public ByteBuffer visit(ByteBuffer buffer) {
      return buffer.duplicate();
    }

    @Override
    public ByteBuffer visit(long address, long length, long scale) {
      return new Region(address, Math.multiplyExact(length, scale)).asByteBuffer();
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
