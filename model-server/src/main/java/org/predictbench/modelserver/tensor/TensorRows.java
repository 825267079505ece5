package org.predictbench.modelserver.tensor;

import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

/** Joins tensors along their first dimension, and takes rows out of one. */
public final class TensorRows {
  private TensorRows() {}

  /**
   * Returns the rows of all tensors in order, then the first row of the last tensor that has any
   * until there are {@code rows}. The tensors may differ only in their number of rows.
   *
   * @throws ServingException if there is no row to fill up with, or the result is larger than 2 GiB
   */
  public static Tensor join(List<Tensor> tensors, long rows) {
    Tensor last = lastWithRows(tensors, rows);
    if (last instanceof TString strings) {
      return joinStrings(tensors, strings, rows);
    }
    ElementType type = type(last);
    requireAddressable(withRows(last.shape(), rows), type);
    Tensor joined = type.allocate(withRows(last.shape(), rows));
    if (joined.shape().size() == 0) {
      return joined;
    }
    ByteBuffer out = TensorMemory.of(joined);
    for (Tensor tensor : tensors) {
      append(tensor, 0, bytes(tensor.shape(), type), out);
    }
    long row = bytes(withRows(last.shape(), 1), type);
    while (out.hasRemaining()) {
      append(last, 0, row, out);
    }
    return joined;
  }

  private static Tensor lastWithRows(List<Tensor> tensors, long rows) {
    Tensor last = tensors.get(tensors.size() - 1);
    for (Tensor tensor : tensors) {
      last = tensor.shape().get(0) > 0 ? tensor : last;
    }
    if (last.shape().get(0) == 0 && rows > 0) {
      throw ServingException.invalid(
          "Cannot use an empty tensor with zero rows as padding when batching. (Input got shape "
              + Tensors.shapeText(last)
              + ".)");
    }
    return last;
  }

  private static void requireAddressable(Shape shape, ElementType type) {
    if (shape.size() > Integer.MAX_VALUE / type.bytes()) {
      throw tooLarge(shape);
    }
  }

  private static ServingException tooLarge(Shape shape) {
    return new ServingException(
        Status.Code.RESOURCE_EXHAUSTED,
        "A batch of shape %s is larger than 2 GiB; send smaller batches"
            .formatted(Arrays.toString(shape.asArray())));
  }

  /** Copies bytes of a tensor, from an offset on. */
  private static void append(Tensor from, long offset, long bytes, ByteBuffer out) {
    if (bytes > 0) {
      out.put(TensorMemory.of(from).slice(Math.toIntExact(offset), Math.toIntExact(bytes)));
    }
  }

  /** Returns a copy of {@code rows} rows from {@code first} on. */
  public static Tensor slice(Tensor tensor, long first, long rows) {
    Shape shape = withRows(tensor.shape(), rows);
    if (tensor instanceof TString strings) {
      List<byte[]> all = elements(strings);
      int width = Math.toIntExact(withRows(tensor.shape(), 1).size());
      int from = Math.toIntExact(first * width);
      return strings(all.subList(from, Math.toIntExact(from + rows * width)), shape);
    }
    ElementType type = type(tensor);
    Tensor slice = type.allocate(shape);
    long bytes = bytes(shape, type);
    if (bytes > 0) {
      long offset = first * bytes(withRows(tensor.shape(), 1), type);
      append(tensor, offset, bytes, TensorMemory.of(slice));
    }
    return slice;
  }

  /** Returns a copy padded with zeros to {@code sizes}, except in the first dimension. */
  public static Tensor pad(Tensor tensor, long[] sizes) {
    long[] target = sizes.clone();
    target[0] = tensor.shape().get(0);
    Shape shape = Shape.of(target);
    if (tensor instanceof TString strings) {
      byte[][] padded = new byte[Math.toIntExact(shape.size())][];
      Arrays.fill(padded, new byte[0]);
      List<byte[]> all = elements(strings);
      for (int i = 0; i < all.size(); i++) {
        padded[Math.toIntExact(moved(i, tensor.shape(), shape))] = all.get(i);
      }
      return strings(List.of(padded), shape);
    }
    ElementType type = type(tensor);
    byte[] before = new byte[Math.toIntExact(bytes(tensor.shape(), type))];
    if (before.length > 0) {
      TensorMemory.of(tensor).get(before);
    }
    byte[] after = new byte[Math.toIntExact(bytes(shape, type))];
    for (long i = 0; i < tensor.shape().size(); i++) {
      System.arraycopy(
          before,
          Math.toIntExact(i * type.bytes()),
          after,
          Math.toIntExact(moved(i, tensor.shape(), shape) * type.bytes()),
          type.bytes());
    }
    Tensor padded = type.allocate(shape);
    if (after.length > 0) {
      TensorMemory.of(padded).put(after);
    }
    return padded;
  }

  /** Where the element of that index in {@code from} lies in the larger {@code to}. */
  private static long moved(long index, Shape from, Shape to) {
    long rest = index;
    long stride = 1;
    long moved = 0;
    for (int i = from.numDimensions() - 1; i >= 0; i--) {
      moved += rest % from.get(i) * stride;
      rest /= from.get(i);
      stride *= to.get(i);
    }
    return moved;
  }

  private static Tensor joinStrings(List<Tensor> tensors, TString last, long rows) {
    List<byte[]> joined = new ArrayList<>();
    tensors.forEach(tensor -> joined.addAll(elements((TString) tensor)));
    Shape shape = withRows(last.shape(), rows);
    int width = Math.toIntExact(withRows(last.shape(), 1).size());
    List<byte[]> row = joined.size() < shape.size() ? elements(last).subList(0, width) : List.of();
    long rowBytes = row.stream().mapToLong(element -> element.length).sum();
    if (rowBytes > 0 && (shape.size() - joined.size()) / width > Integer.MAX_VALUE / rowBytes) {
      throw tooLarge(shape);
    }
    while (joined.size() < shape.size()) {
      joined.addAll(row);
    }
    return strings(joined, shape);
  }

  private static List<byte[]> elements(TString tensor) {
    List<byte[]> elements = new ArrayList<>();
    for (NdArray<byte[]> element : tensor.asBytes().scalars()) {
      elements.add(element.getObject());
    }
    return elements;
  }

  private static Tensor strings(List<byte[]> elements, Shape shape) {
    return TString.tensorOfBytes(
        shape, DataBuffers.of(elements.toArray(byte[][]::new), true, false));
  }

  private static ElementType type(Tensor tensor) {
    return ElementType.of(tensor)
        .orElseThrow(
            () -> ServingException.invalid("no support for batches of " + tensor.dataType()));
  }

  private static long bytes(Shape shape, ElementType type) {
    return shape.size() * type.bytes();
  }

  private static Shape withRows(Shape shape, long rows) {
    long[] sizes = shape.asArray().clone();
    sizes[0] = rows;
    return Shape.of(sizes);
  }
}
