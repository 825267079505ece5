package org.predictbench.modelserver.tensor;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
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
  private static final int MAX_RANK = 254;

  private TensorDecoder() {}

  /**
   * Decodes into a new tensor, which the caller closes.
   *
   * @param received numbers in place of a {@code tensor_content} that the proto has not; this is
   *     the only time they are copied
   * @param budget of the request; it is asked before anything is allocated
   * @throws FillBudget.ExceededException if too many values are missing
   * @throws IllegalArgumentException if the proto is not a tensor
   */
  public static Tensor decode(TensorProto proto, Optional<WirePieces> received, FillBudget budget) {
    Shape shape = shape(proto.getTensorShape());
    if (proto.getDtype() == DataType.DT_STRING) {
      return TString.tensorOfBytes(
          shape, DataBuffers.of(strings(proto, shape, budget), true, false));
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
        ? fromValues(proto, shape, type, bytes, budget)
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

  private static Tensor fromValues(
      TensorProto proto, Shape shape, ElementType type, long bytes, FillBudget budget) {
    int values = (int) Math.min(type.valueCount(proto), shape.size());
    budget.takeNumbers(shape.size(), values);
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

  private static byte[][] strings(TensorProto proto, Shape shape, FillBudget budget) {
    ByteString content = proto.getTensorContent();
    if (!content.isEmpty() && shape.size() > 0) {
      return readContent(content, shape.size());
    }
    int given = (int) Math.min(proto.getStringValCount(), shape.size());
    byte[] last = given == 0 ? new byte[0] : proto.getStringVal(given - 1).toByteArray();
    budget.takeStrings(shape.size(), given, last.length);
    byte[][] elements = new byte[Math.toIntExact(shape.size())][];
    for (int i = 0; i < given; i++) {
      elements[i] = proto.getStringVal(i).toByteArray();
    }
    Arrays.fill(elements, given, elements.length, last);
    return elements;
  }

  /** All lengths as varints, then all bytes. */
  private static byte[][] readContent(ByteString content, long count) {
    // A length takes a byte at least.
    if (count > content.size()) {
      throw new IllegalArgumentException("tensor_content is cut short");
    }
    byte[][] elements = new byte[(int) count][];
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
    return elements;
  }
}
