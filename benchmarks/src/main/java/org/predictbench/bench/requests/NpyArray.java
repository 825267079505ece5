package org.predictbench.bench.requests;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Tensor;

/**
 * An array of NumPy's own file format, as a tensor's elements in row-major order.
 *
 * <p>Source: {@code numpy.lib.format}, versions 1.0 to 3.0.
 */
final class NpyArray {
  private final DType dtype;
  private final long[] shape;
  // Little endian; empty for strings.
  private final ByteBuffer bytes;
  // Empty for all others.
  private final byte[][] strings;

  private NpyArray(DType dtype, long[] shape, ByteBuffer bytes, byte[]... strings) {
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes;
    this.strings = strings;
  }

  /**
   * Reads an array that takes the whole stream.
   *
   * @param size how many bytes the stream has, as far as is known from outside; a header that
   *     claims another size is refused before anything is allocated
   * @throws InputException in one line, if it is no such array or has elements without a type here
   */
  static NpyArray read(InputStream in, long size, MemoryBound bound) throws IOException {
    NpyHeader header = NpyHeader.read(in);
    int elements = Tensor.elements(header.shape());
    long length = (long) elements * header.itemSize();
    if (header.length() + length != size) {
      throw new InputException(
          "shape %s of %s takes %d bytes, and there are %d"
              .formatted(
                  Arrays.toString(header.shape()), header.descr(), length, size - header.length()));
    }
    bound.reserve(header.dtype(), elements);
    if (header.dtype() == DType.STRING) {
      bound.reserve(length);
    }
    if (length > MemoryBound.MOST) {
      throw new InputException("more than 2 GB in one array");
    }
    byte[] content = in.readNBytes((int) length);
    if (content.length < length) {
      throw new EOFException("ends within an array");
    }
    if (header.isFortran() && header.shape().length > 1) {
      content = rowMajor(content, header.itemSize(), header.shape());
    }
    if (header.isBigEndian()) {
      reverse(content, header.unit());
    }
    return header.dtype() == DType.STRING
        ? new NpyArray(
            DType.STRING,
            header.shape(),
            ByteBuffer.allocate(0),
            NpyStrings.of(content, elements, header.itemSize(), header.isUnicode()))
        : new NpyArray(
            header.dtype(),
            header.shape(),
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
  }

  int rank() {
    return shape.length;
  }

  /** The size of the leading dimension. */
  long rows() {
    return shape[0];
  }

  Tensor tensor() {
    return dtype == DType.STRING
        ? Tensor.strings(strings, shape)
        : ArrayTensors.of(dtype, bytes, shape);
  }

  /** What lies at that place of the leading dimension. */
  Tensor row(int index) {
    long[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    int count = Tensor.elements(rest);
    if (dtype == DType.STRING) {
      return Tensor.strings(Arrays.copyOfRange(strings, index * count, (index + 1) * count), rest);
    }
    int size = count * dtype.bytes();
    return ArrayTensors.of(dtype, bytes.slice(index * size, size), rest);
  }

  /** Fortran's order has the first index running fastest. */
  private static byte[] rowMajor(byte[] columnMajor, int itemSize, long... shape) {
    byte[] rowMajor = new byte[columnMajor.length];
    long[] at = new long[shape.length];
    for (int to = 0; to < rowMajor.length; to += itemSize) {
      long from = 0;
      for (int i = shape.length - 1; i >= 0; i--) {
        from = from * shape[i] + at[i];
      }
      System.arraycopy(columnMajor, (int) from * itemSize, rowMajor, to, itemSize);
      for (int i = shape.length - 1; i >= 0 && ++at[i] == shape[i]; i--) {
        at[i] = 0;
      }
    }
    return rowMajor;
  }

  private static void reverse(byte[] content, int unit) {
    for (int start = 0; start < content.length; start += unit) {
      for (int i = 0; i < unit / 2; i++) {
        byte kept = content[start + i];
        content[start + i] = content[start + unit - 1 - i];
        content[start + unit - 1 - i] = kept;
      }
    }
  }
}
