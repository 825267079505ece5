package org.predictbench.client.axis;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.client.Features;
import org.predictbench.client.JpegImages;
import org.predictbench.client.ModelInput;

/** How a float tensor becomes bytes on the wire. All but images give the server the same tensor. */
public enum TensorEncoding implements Axis {
  FLOAT_VAL_BOXED("float_val from a List<Float>, as answers found online show") {
    @Override
    void write(float[] values, TensorSink sink) {
      List<Float> boxed = new ArrayList<>();
      for (float value : values) {
        boxed.add(value);
      }
      sink.addAllFloatVal(boxed);
    }
  },
  FLOAT_VAL("float_val, one primitive at a time") {
    @Override
    void write(float[] values, TensorSink sink) {
      for (float value : values) {
        sink.addFloatVal(value);
      }
    }
  },
  TENSOR_CONTENT_COPY("tensor_content through a buffer that ByteString copies once more") {
    @Override
    void write(float[] values, TensorSink sink) {
      sink.setTensorContent(ByteString.copyFrom(littleEndian(values)));
    }
  },
  TENSOR_CONTENT_WRAP("tensor_content around the one buffer the floats were written into") {
    @Override
    void write(float[] values, TensorSink sink) {
      // Safe: nobody else ever sees the buffer.
      sink.setTensorContent(UnsafeByteOperations.unsafeWrap(littleEndian(values)));
    }
  },
  JPEG_BYTES("the JPEG files themselves as string_val, for models that decode") {
    @Override
    public boolean sendsImages() {
      return true;
    }

    @Override
    public void write(ModelInput input, TensorSink sink) {
      for (byte[] image : JpegImages.of(input).images()) {
        // Safe: neither side changes an image.
        sink.addStringVal(UnsafeByteOperations.unsafeWrap(image));
      }
    }
  },
  DIRECT("tensor_content written by a marshaller of our own from the floats into gRPC's buffers") {
    @Override
    boolean fillsMessages() {
      return false;
    }
  },
  JSON_ROW("JSON, one element of \"instances\" for each row of the batch") {
    @Override
    boolean fillsMessages() {
      return false;
    }

    @Override
    public boolean isJson() {
      return true;
    }
  },
  JSON_COLUMNAR("JSON, the whole tensor as \"inputs\"") {
    @Override
    boolean fillsMessages() {
      return false;
    }

    @Override
    public boolean isJson() {
      return true;
    }
  };

  /** The parts of a TensorProto builder that encodings write to. */
  public interface TensorSink {
    void addAllFloatVal(Iterable<Float> values);

    void addFloatVal(float value);

    void setTensorContent(ByteString content);

    void addStringVal(ByteString value);
  }

  private final String description;

  TensorEncoding(String description) {
    this.description = description;
  }

  @Override
  public String axis() {
    return "encoding";
  }

  @Override
  public String description() {
    return description;
  }

  /** Whether this encoding takes {@link JpegImages}; all others take {@link Features}. */
  public boolean sendsImages() {
    return false;
  }

  /** Whether this encoding fills a generated message. */
  boolean fillsMessages() {
    return true;
  }

  /** Whether this encoding is for the REST endpoint. */
  public boolean isJson() {
    return false;
  }

  /**
   * Puts the input into a message; only if {@link #fillsMessages()}.
   *
   * @throws IllegalArgumentException if it is of the other kind
   */
  public void write(ModelInput input, TensorSink sink) {
    write(Features.of(input).values(), sink);
  }

  void write(float[] values, TensorSink sink) {
    throw new IllegalStateException("encoding '%s' fills no message".formatted(id()));
  }

  private static ByteBuffer littleEndian(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length);
    buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return buffer;
  }
}
