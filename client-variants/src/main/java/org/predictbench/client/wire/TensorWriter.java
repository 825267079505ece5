package org.predictbench.client.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.client.Features;
import org.predictbench.client.JpegImages;
import org.predictbench.client.ModelInput;

/** How an input fills a generated TensorProto. Knows no generated class, so that all share it. */
public enum TensorWriter {
  FLOAT_VAL_BOXED {
    @Override
    void write(float[] values, Sink sink) {
      List<Float> boxed = new ArrayList<>();
      for (float value : values) {
        boxed.add(value);
      }
      sink.addAllFloatVal(boxed);
    }
  },
  FLOAT_VAL {
    @Override
    void write(float[] values, Sink sink) {
      for (float value : values) {
        sink.addFloatVal(value);
      }
    }
  },
  TENSOR_CONTENT_COPY {
    @Override
    void write(float[] values, Sink sink) {
      sink.setTensorContent(ByteString.copyFrom(littleEndian(values)));
    }
  },
  TENSOR_CONTENT_WRAP {
    @Override
    void write(float[] values, Sink sink) {
      // Safe: nobody else ever sees the buffer.
      sink.setTensorContent(UnsafeByteOperations.unsafeWrap(littleEndian(values)));
    }
  },
  STRING_VAL {
    @Override
    boolean writesStrings() {
      return true;
    }

    @Override
    void write(ModelInput input, Sink sink) {
      for (byte[] image : JpegImages.of(input).images()) {
        // Safe: neither side changes an image.
        sink.addStringVal(UnsafeByteOperations.unsafeWrap(image));
      }
    }

    @Override
    void write(float[] values, Sink sink) {
      throw new IllegalStateException("images are no floats");
    }
  };

  /** The parts of a TensorProto builder that are written to. */
  interface Sink {
    void addAllFloatVal(Iterable<Float> values);

    void addFloatVal(float value);

    void setTensorContent(ByteString content);

    void addStringVal(ByteString value);
  }

  /** Whether the tensor is DT_STRING; else it is DT_FLOAT. */
  boolean writesStrings() {
    return false;
  }

  /**
   * Puts the input into a message.
   *
   * @throws IllegalArgumentException if the input is of the other kind
   */
  void write(ModelInput input, Sink sink) {
    write(Features.of(input).values(), sink);
  }

  abstract void write(float[] values, Sink sink);

  private static ByteBuffer littleEndian(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length);
    buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return buffer;
  }
}
