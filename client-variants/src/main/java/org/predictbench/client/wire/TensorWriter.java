package org.predictbench.client.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Tensor;

/**
 * How a tensor fills a generated TensorProto. Knows no generated class, so that all share it.
 * Strings are {@code string_val} in each way, since {@code tensor_content} has no form for them
 * that clients write.
 */
public enum TensorWriter {
  /** The typed field, from a list of boxed values. */
  TYPED_BOXED {
    @Override
    void fixed(Tensor tensor, Sink sink) {
      int count = tensor.elements();
      switch (tensor.dtype()) {
        case FLOAT -> sink.addAllFloatVal(boxed(count, tensor::floatAt));
        case DOUBLE -> sink.addAllDoubleVal(boxed(count, tensor::doubleAt));
        case INT64 -> sink.addAllInt64Val(boxed(count, tensor::longAt));
        case UINT64 -> sink.addAllUint64Val(boxed(count, tensor::longAt));
        case UINT32 -> sink.addAllUint32Val(boxed(count, i -> (int) tensor.longAt(i)));
        case BOOL -> sink.addAllBoolVal(boxed(count, tensor::booleanAt));
        case HALF, BFLOAT16 -> sink.addAllHalfVal(boxed(count, i -> (int) tensor.longAt(i)));
        case COMPLEX64 -> sink.addAllScomplexVal(boxed(2 * count, floatsOf(tensor)));
        case COMPLEX128 -> sink.addAllDcomplexVal(boxed(2 * count, doublesOf(tensor)));
        default -> sink.addAllIntVal(boxed(count, i -> (int) tensor.longAt(i)));
      }
    }
  },
  /** The typed field, one primitive at a time. */
  TYPED {
    @Override
    void fixed(Tensor tensor, Sink sink) {
      for (int i = 0; i < tensor.elements(); i++) {
        switch (tensor.dtype()) {
          case FLOAT -> sink.addFloatVal(tensor.floatAt(i));
          case DOUBLE -> sink.addDoubleVal(tensor.doubleAt(i));
          case INT64 -> sink.addInt64Val(tensor.longAt(i));
          case UINT64 -> sink.addUint64Val(tensor.longAt(i));
          case UINT32 -> sink.addUint32Val((int) tensor.longAt(i));
          case BOOL -> sink.addBoolVal(tensor.booleanAt(i));
          case HALF, BFLOAT16 -> sink.addHalfVal((int) tensor.longAt(i));
          case COMPLEX64, COMPLEX128 -> {
            // Two values an element: see below.
          }
          default -> sink.addIntVal((int) tensor.longAt(i));
        }
      }
      switch (tensor.dtype()) {
        case COMPLEX64 -> sink.addAllScomplexVal(boxed(2 * tensor.elements(), floatsOf(tensor)));
        case COMPLEX128 -> sink.addAllDcomplexVal(boxed(2 * tensor.elements(), doublesOf(tensor)));
        default -> {
          // Done.
        }
      }
    }
  },
  /** {@code tensor_content} through a buffer that is copied once more. */
  CONTENT_COPY {
    @Override
    void fixed(Tensor tensor, Sink sink) {
      sink.setTensorContent(ByteString.copyFrom(copy(tensor)));
    }
  },
  /** {@code tensor_content} around the one buffer that the elements were written into. */
  CONTENT_WRAP {
    @Override
    void fixed(Tensor tensor, Sink sink) {
      // Safe: nobody else ever sees the buffer.
      sink.setTensorContent(UnsafeByteOperations.unsafeWrap(copy(tensor)));
    }
  };

  /** The parts of a TensorProto builder that are written to. */
  interface Sink {
    void addAllFloatVal(Iterable<Float> values);

    void addFloatVal(float value);

    void addAllDoubleVal(Iterable<Double> values);

    void addDoubleVal(double value);

    void addAllIntVal(Iterable<Integer> values);

    void addIntVal(int value);

    void addAllInt64Val(Iterable<Long> values);

    void addInt64Val(long value);

    void addAllUint32Val(Iterable<Integer> values);

    void addUint32Val(int value);

    void addAllUint64Val(Iterable<Long> values);

    void addUint64Val(long value);

    void addAllBoolVal(Iterable<Boolean> values);

    void addBoolVal(boolean value);

    void addAllHalfVal(Iterable<Integer> values);

    void addHalfVal(int value);

    void addAllScomplexVal(Iterable<Float> values);

    void addAllDcomplexVal(Iterable<Double> values);

    void addStringVal(ByteString value);

    void setTensorContent(ByteString content);
  }

  /** Puts a tensor's elements into a message. */
  void write(Tensor tensor, Sink sink) {
    if (tensor.dtype().bytes() > 0) {
      fixed(tensor, sink);
      return;
    }
    for (byte[] string : tensor.strings()) {
      // Safe: neither side changes a string.
      sink.addStringVal(UnsafeByteOperations.unsafeWrap(string));
    }
  }

  /** The same for elements of a fixed size. */
  abstract void fixed(Tensor tensor, Sink sink);

  private static <T> List<T> boxed(int count, IntFunction<T> value) {
    List<T> boxed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boxed.add(value.apply(i));
    }
    return boxed;
  }

  private static IntFunction<Float> floatsOf(Tensor tensor) {
    ByteBuffer bytes = tensor.littleEndian();
    return i -> bytes.getFloat(Float.BYTES * i);
  }

  private static IntFunction<Double> doublesOf(Tensor tensor) {
    ByteBuffer bytes = tensor.littleEndian();
    return i -> bytes.getDouble(Double.BYTES * i);
  }

  /** A buffer of its own, even where the tensor is one already: so is the caller's work. */
  private static ByteBuffer copy(Tensor tensor) {
    ByteBuffer copy =
        ByteBuffer.allocate(Math.multiplyExact(tensor.elements(), tensor.dtype().bytes()));
    tensor.writeTo(new ElementBuffer(copy), 0, 0, tensor.elements());
    return copy;
  }
}
