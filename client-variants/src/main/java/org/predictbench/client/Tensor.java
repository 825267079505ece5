package org.predictbench.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A dense tensor: its type, its shape, and its elements in row-major order.
 *
 * <ul>
 *   <li><b>Nothing is copied in.</b> A tensor of a caller's array or buffer holds that array or
 *       buffer; nobody may change it while a call uses it.
 *   <li><b>Views out.</b> A tensor of a reply holds the reply's bytes where they lie. {@link
 *       #floatAt} and the like read them there, {@link #floats} and the like copy them into a new
 *       array.
 *   <li><b>Threads.</b> Safe for any number of them, as long as nobody changes the array.
 * </ul>
 *
 * <p>Types without a Java type of their own (half, bfloat16, the unsigned and the complex ones) are
 * little-endian bytes: {@link #of(DType, ByteBuffer, long...)}.
 */
public final class Tensor {
  private final DType dtype;
  private final long[] shape;
  private final int elements;
  // The caller's array, byte[][] for strings, or a little-endian ByteBuffer from 0 to its limit.
  private final Object values;

  private Tensor(DType dtype, Object values, int length, long... shape) {
    this.dtype = dtype;
    this.values = values;
    this.shape = shape.clone();
    this.elements = length;
    long expected = elements(shape);
    if (expected != length) {
      throw new IllegalArgumentException(
          "shape %s holds %d values, not %d".formatted(Arrays.toString(shape), expected, length));
    }
  }

  /**
   * How many elements a shape has; 1 for a scalar's.
   *
   * @throws IllegalArgumentException if a dimension is negative, or they are more than an array
   *     holds
   */
  public static int elements(long... shape) {
    long product = 1;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("a dimension of " + size);
      }
      product = size == 0 || product == 0 ? 0 : product * size;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape %s holds more than %d values".formatted(Arrays.toString(shape), 1L << 31));
      }
    }
    return (int) product;
  }

  /** A float tensor. */
  public static Tensor of(float[] values, long... shape) {
    return new Tensor(DType.FLOAT, values, values.length, shape);
  }

  /** A double tensor. */
  public static Tensor of(double[] values, long... shape) {
    return new Tensor(DType.DOUBLE, values, values.length, shape);
  }

  /** An int32 tensor. */
  public static Tensor of(int[] values, long... shape) {
    return new Tensor(DType.INT32, values, values.length, shape);
  }

  /** An int64 tensor. */
  public static Tensor of(long[] values, long... shape) {
    return new Tensor(DType.INT64, values, values.length, shape);
  }

  /** An int16 tensor. */
  public static Tensor of(short[] values, long... shape) {
    return new Tensor(DType.INT16, values, values.length, shape);
  }

  /** A bool tensor. */
  public static Tensor of(boolean[] values, long... shape) {
    return new Tensor(DType.BOOL, values, values.length, shape);
  }

  /** An int8 tensor. */
  public static Tensor int8(byte[] values, long... shape) {
    return new Tensor(DType.INT8, values, values.length, shape);
  }

  /** A uint8 tensor, such as pixels. */
  public static Tensor uint8(byte[] values, long... shape) {
    return new Tensor(DType.UINT8, values, values.length, shape);
  }

  /** A string tensor of any bytes. */
  public static Tensor strings(byte[][] values, long... shape) {
    return new Tensor(DType.STRING, values, values.length, shape);
  }

  /** A string tensor of one dimension, as UTF-8. */
  public static Tensor strings(String... texts) {
    byte[][] values = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      values[i] = texts[i].getBytes(StandardCharsets.UTF_8);
    }
    return strings(values, texts.length);
  }

  /**
   * A tensor of any type but string.
   *
   * @param littleEndian the elements, from the buffer's position to its limit
   * @throws IllegalArgumentException if the bytes are not as many as shape and type ask for
   */
  public static Tensor of(DType dtype, ByteBuffer littleEndian, long... shape) {
    if (dtype == DType.STRING) {
      throw new IllegalArgumentException("strings have no fixed size: take strings(...)");
    }
    ByteBuffer bytes = littleEndian.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() % dtype.bytes() != 0) {
      throw new IllegalArgumentException(
          "%d bytes are no whole number of %s".formatted(bytes.remaining(), dtype.id()));
    }
    return new Tensor(dtype, bytes, bytes.remaining() / dtype.bytes(), shape);
  }

  public DType dtype() {
    return dtype;
  }

  /** Size of each dimension; empty for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** How many dimensions there are. */
  public int rank() {
    return shape.length;
  }

  /** The size of one dimension. */
  public long dimension(int index) {
    return shape[index];
  }

  /** How many elements there are. */
  public int elements() {
    return elements;
  }

  /** The size of all elements in bytes; of strings, of their contents. */
  public long byteSize() {
    if (values instanceof byte[][] strings) {
      long size = 0;
      for (byte[] each : strings) {
        size += each.length;
      }
      return size;
    }
    return (long) elements * dtype.bytes();
  }

  /** One element of a float tensor. */
  public float floatAt(int index) {
    return values instanceof float[] array ? array[index] : bytes(DType.FLOAT).getFloat(4 * index);
  }

  /** One element of a double tensor. */
  public double doubleAt(int index) {
    return values instanceof double[] array
        ? array[index]
        : bytes(DType.DOUBLE).getDouble(8 * index);
  }

  /** One element of a bool tensor. */
  public boolean booleanAt(int index) {
    return values instanceof boolean[] array ? array[index] : bytes(DType.BOOL).get(index) != 0;
  }

  /** One element of a string tensor; not copied. */
  public byte[] stringAt(int index) {
    return strings()[index];
  }

  /**
   * One element of an integer tensor, extended by its sign or by zeros; of a half or bfloat16
   * tensor, its bits.
   */
  public long longAt(int index) {
    if (values instanceof long[] array) {
      return array[index];
    }
    if (values instanceof int[] array) {
      return array[index];
    }
    if (values instanceof short[] array) {
      return array[index];
    }
    if (values instanceof byte[] array) {
      return dtype.isSigned() ? array[index] : Byte.toUnsignedLong(array[index]);
    }
    if (!(values instanceof ByteBuffer bytes)) {
      throw new IllegalStateException("elements are " + dtype.id() + ", not integers");
    }
    boolean signed = dtype.isSigned();
    return switch (dtype.bytes()) {
      case 1 -> signed ? bytes.get(index) : Byte.toUnsignedLong(bytes.get(index));
      case 2 ->
          signed ? bytes.getShort(2 * index) : Short.toUnsignedLong(bytes.getShort(2 * index));
      case 4 -> signed ? bytes.getInt(4 * index) : Integer.toUnsignedLong(bytes.getInt(4 * index));
      default -> bytes.getLong(8 * index);
    };
  }

  /** The elements of a float tensor: the caller's own array, or a new one for a reply. */
  public float[] floats() {
    if (values instanceof float[] array) {
      return array;
    }
    float[] copy = new float[elements];
    bytes(DType.FLOAT).asFloatBuffer().get(copy);
    return copy;
  }

  /** The elements of a double tensor: the caller's own array, or a new one for a reply. */
  public double[] doubles() {
    if (values instanceof double[] array) {
      return array;
    }
    double[] copy = new double[elements];
    bytes(DType.DOUBLE).asDoubleBuffer().get(copy);
    return copy;
  }

  /** The elements of an int64 or uint64 tensor: the caller's own array, or a new one. */
  public long[] longs() {
    if (values instanceof long[] array) {
      return array;
    }
    long[] copy = new long[elements];
    bytes(DType.INT64, DType.UINT64).asLongBuffer().get(copy);
    return copy;
  }

  /** The elements of an int32 or uint32 tensor: the caller's own array, or a new one. */
  public int[] ints() {
    if (values instanceof int[] array) {
      return array;
    }
    int[] copy = new int[elements];
    bytes(DType.INT32, DType.UINT32, DType.QINT32).asIntBuffer().get(copy);
    return copy;
  }

  /** The elements of a bool tensor: the caller's own array, or a new one for a reply. */
  public boolean[] booleans() {
    if (values instanceof boolean[] array) {
      return array;
    }
    boolean[] copy = new boolean[elements];
    for (int i = 0; i < elements; i++) {
      copy[i] = booleanAt(i);
    }
    return copy;
  }

  /** The elements of a string tensor; not copied. */
  public byte[][] strings() {
    if (values instanceof byte[][] strings) {
      return strings;
    }
    throw new IllegalStateException("elements are " + dtype.id() + ", not strings");
  }

  /** The elements of any tensor but one of strings: little-endian bytes, a view where they are. */
  public ByteBuffer littleEndian() {
    if (values instanceof ByteBuffer bytes) {
      return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer copy =
        ByteBuffer.allocate(Math.multiplyExact(elements, dtype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    writeTo(new ElementBuffer(copy), 0, 0, elements);
    return copy;
  }

  /**
   * Writes elements as little-endian bytes; nothing is allocated.
   *
   * @param at where in the target the first one goes, in bytes
   * @param from the first element
   * @throws IllegalStateException if they are strings
   */
  public void writeTo(ElementBuffer target, int at, int from, int count) {
    ElementArrays.write(values, dtype, target, at, from, count);
  }

  private ByteBuffer bytes(DType... readable) {
    if (values instanceof ByteBuffer bytes && Arrays.asList(readable).contains(dtype)) {
      return bytes;
    }
    throw new IllegalStateException(
        "elements are %s, not %s".formatted(dtype.id(), readable[0].id()));
  }

  private ByteBuffer bytes(DType readable) {
    if (values instanceof ByteBuffer bytes && dtype == readable) {
      return bytes;
    }
    throw new IllegalStateException("elements are %s, not %s".formatted(dtype.id(), readable.id()));
  }

  /** The same rows {@code times} over, as one larger batch; a scalar has none. */
  public Tensor repeated(int times) {
    if (times == 1) {
      return this;
    }
    if (shape.length == 0) {
      throw new IllegalArgumentException("a scalar has no rows to repeat");
    }
    long[] larger = shape.clone();
    larger[0] = Math.multiplyExact(larger[0], times);
    int count = Math.multiplyExact(elements, times);
    return new Tensor(dtype, ElementArrays.repeat(values, times), count, larger);
  }

  /** Whether both have the same type, the same shape and the same bits. */
  public boolean sameBitsAs(Tensor other) {
    return dtype == other.dtype && Arrays.equals(shape, other.shape) && sameElements(other);
  }

  private boolean sameElements(Tensor other) {
    if (values instanceof ByteBuffer mine && other.values instanceof ByteBuffer theirs) {
      return mine.mismatch(theirs) < 0;
    }
    if (values instanceof byte[][] mine && other.values instanceof byte[][] theirs) {
      return Arrays.deepEquals(mine, theirs);
    }
    if (values instanceof float[] || other.values instanceof float[]) {
      for (int i = 0; i < elements; i++) {
        if (Float.floatToRawIntBits(floatAt(i)) != Float.floatToRawIntBits(other.floatAt(i))) {
          return false;
        }
      }
      return true;
    }
    if (dtype == DType.INT64) {
      for (int i = 0; i < elements; i++) {
        if (longAt(i) != other.longAt(i)) {
          return false;
        }
      }
      return true;
    }
    return littleEndian().mismatch(other.littleEndian()) < 0;
  }

  /** Type and shape, such as {@code float[1, 224, 224, 3]}. */
  @Override
  public String toString() {
    return dtype.id() + Arrays.toString(shape);
  }
}
