package org.predictbench.modelserver.tensor;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

/**
 * Decodes a TensorProto by the rules of TensorFlow's {@code Tensor::FromProto}.
 *
 * <p>{@code tensor_content}, where it is not empty, wins and must fit exactly. Of a typed field the
 * last value is repeated when there are too few, none at all means zeros, and surplus is ignored.
 */
public final class TensorDecoder {
  /**
   * What a proto may grow to by repetition. A dozen bytes could otherwise ask for all memory;
   * TensorFlow Serving has no such bound.
   */
  private static final long MAX_FILLED_BYTES = 1L << 26;

  private static final int MAX_RANK = 254;

  private TensorDecoder() {}

  /**
   * Decodes into a new tensor, which the caller closes.
   *
   * @param received numbers in place of a {@code tensor_content} that the proto has not; this is
   *     the only time they are copied
   * @throws IllegalArgumentException if the proto is not a tensor
   */
  public static Tensor decode(TensorProto proto, Optional<WirePieces> received) {
    Shape shape = shape(proto.getTensorShape());
    if (proto.getDtype() == DataType.DT_STRING) {
      return strings(proto, shape);
    }
    ElementType type =
        ElementType.of(proto.getDtype())
            .orElseThrow(() -> new IllegalArgumentException("dtype " + proto.getDtype()));
    long bytes = Math.multiplyExact(shape.size(), type.bytes());
    if (shape.size() == 0) {
      return type.allocate(shape);
    }
    if (received.isPresent()) {
      WirePieces content = received.get();
      return fromContent(content.size(), content::copyTo, shape, type, bytes);
    }
    ByteString content = proto.getTensorContent();
    return content.isEmpty()
        ? fromValues(proto, shape, type, bytes)
        : fromContent(content.size(), content::copyTo, shape, type, bytes);
  }

  /**
   * Reads a shape that a tensor can have.
   *
   * @throws IllegalArgumentException if none can
   * @throws ArithmeticException if it has more elements than can be counted
   */
  public static Shape shape(TensorShapeProto proto) {
    if (proto.getUnknownRank() || proto.getDimCount() > MAX_RANK) {
      throw new IllegalArgumentException("rank");
    }
    long[] sizes = new long[proto.getDimCount()];
    long product = 1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = proto.getDim(i).getSize();
      if (sizes[i] < 0) {
        throw new IllegalArgumentException("negative dimension");
      }
      product = Math.multiplyExact(product, sizes[i]);
    }
    return Shape.of(sizes);
  }

  private static Tensor fromContent(
      int size, Consumer<ByteBuffer> content, Shape shape, ElementType type, long expectedBytes) {
    if (size != expectedBytes) {
      throw new IllegalArgumentException("tensor_content has " + size + " bytes");
    }
    Tensor tensor = type.allocate(shape);
    content.accept(TensorMemory.of(tensor));
    return tensor;
  }

  private static Tensor fromValues(TensorProto proto, Shape shape, ElementType type, long bytes) {
    int values = (int) Math.min(type.valueCount(proto), shape.size());
    if (values < shape.size() && bytes > MAX_FILLED_BYTES) {
      throw new IllegalArgumentException("too few values for so large a shape");
    }
    byte[] elements = new byte[Math.toIntExact(bytes)];
    ByteBuffer out = ByteBuffer.wrap(elements).order(ByteOrder.nativeOrder());
    for (int i = 0; i < values; i++) {
      type.read(proto, i, out);
    }
    while (values > 0 && out.hasRemaining()) {
      out.put(elements, out.position() - type.bytes(), type.bytes());
    }
    Tensor tensor = type.allocate(shape);
    TensorMemory.of(tensor).put(elements);
    return tensor;
  }

  private static Tensor strings(TensorProto proto, Shape shape) {
    int given = proto.getStringValCount();
    ByteString content = proto.getTensorContent();
    long carried = content.isEmpty() ? given : content.size();
    if (shape.size() > Math.max(carried, MAX_FILLED_BYTES / Long.BYTES)) {
      throw new IllegalArgumentException("too few values for so large a shape");
    }
    byte[][] elements = new byte[(int) shape.size()][];
    if (!content.isEmpty() && elements.length > 0) {
      readContent(content, elements);
    } else {
      byte[] last = new byte[0];
      for (int i = 0; i < elements.length; i++) {
        last = i < given ? proto.getStringVal(i).toByteArray() : last;
        elements[i] = last;
      }
    }
    return TString.tensorOfBytes(shape, DataBuffers.of(elements, true, false));
  }

  /** All lengths as varints, then all bytes. */
  private static void readContent(ByteString content, byte[][] elements) {
    try {
      CodedInputStream in = content.newCodedInput();
      int[] lengths = new int[elements.length];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = in.readRawVarint32();
      }
      for (int i = 0; i < lengths.length; i++) {
        elements[i] = in.readRawBytes(lengths[i]);
      }
      if (!in.isAtEnd()) {
        throw new IllegalArgumentException("surplus bytes");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("tensor_content is cut short", e);
    }
  }
}
