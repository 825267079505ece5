package org.predictbench.bench.requests;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Tensor;

/**
 * Collects values without a type of their own as elements of one type; what does not fit into the
 * type is refused, not cut off. Not for several threads.
 */
final class ElementSink {
  private static final int FIRST_CAPACITY = 256;

  private final DType dtype;
  private final MemoryBound bound;
  private final List<byte[]> strings = new ArrayList<>();
  private ByteBuffer elements = ByteBuffer.allocate(FIRST_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);

  ElementSink(DType dtype, MemoryBound bound) {
    this.dtype = dtype;
    this.bound = bound;
    bound.reserve(dtype, 0);
  }

  DType dtype() {
    return dtype;
  }

  /** How many elements there are. */
  int size() {
    return dtype == DType.STRING ? strings.size() : elements.position() / dtype.bytes();
  }

  /** The tensor of all elements. */
  Tensor tensor(long... shape) {
    return dtype == DType.STRING
        ? Tensor.strings(strings.toArray(byte[][]::new), shape)
        : ArrayTensors.of(dtype, elements.duplicate().flip(), shape);
  }

  /** Adds a whole number. */
  void add(long value) {
    if (dtype == DType.STRING || dtype == DType.BOOL) {
      throw wanted(value);
    }
    if (!dtype.isInteger()) {
      add((double) value);
      return;
    }
    if (dtype == DType.UINT64 ? value < 0 : value < least() || value > most()) {
      throw outOfRange(value);
    }
    put(value);
  }

  /** Adds a whole number that a long may not hold. */
  void add(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      add(value.longValue());
    } else if (!dtype.isInteger()) {
      add(value.doubleValue());
    } else if (dtype == DType.UINT64 && value.signum() > 0 && value.bitLength() == Long.SIZE) {
      put(value.longValue());
    } else {
      throw outOfRange(value);
    }
  }

  /** Adds a number to elements of a floating type; of a complex one, as the real part. */
  void add(double value) {
    float narrow = (float) value;
    // NaN and infinities are numbers of every such type.
    boolean special = !Double.isFinite(value);
    switch (dtype) {
      case FLOAT -> room(value, special || Float.isFinite(narrow)).putFloat(narrow);
      case DOUBLE -> room(value, true).putDouble(value);
      case COMPLEX64 -> room(value, special || Float.isFinite(narrow)).putFloat(narrow).putFloat(0);
      case COMPLEX128 -> room(value, true).putDouble(value).putDouble(0);
      case HALF -> {
        short half = SmallFloats.half(narrow);
        room(value, special || (half & 0x7c00) != 0x7c00).putShort(half);
      }
      case BFLOAT16 -> {
        short bfloat16 = SmallFloats.bfloat16(narrow);
        room(value, special || (bfloat16 & 0x7f80) != 0x7f80).putShort(bfloat16);
      }
      default -> throw wanted(value);
    }
  }

  /** Adds a truth value. */
  void add(boolean value) {
    if (dtype != DType.BOOL) {
      throw wanted(value);
    }
    room(value, true).put((byte) (value ? 1 : 0));
  }

  /** Adds a string, which is not copied. */
  void add(byte[] value) {
    if (dtype != DType.STRING) {
      throw wanted("a string");
    }
    bound.reserve(DType.STRING, 1);
    bound.reserve(value.length);
    strings.add(value);
  }

  private void put(long value) {
    ByteBuffer to = room(value, true);
    switch (dtype.bytes()) {
      case 1 -> to.put((byte) value);
      case 2 -> to.putShort((short) value);
      case 4 -> to.putInt((int) value);
      default -> to.putLong(value);
    }
  }

  /** The elements with room for one more. */
  private ByteBuffer room(Object value, boolean fits) {
    if (!fits) {
      throw outOfRange(value);
    }
    bound.reserve(dtype.bytes());
    if (elements.remaining() < dtype.bytes()) {
      // In long, since twice the capacity may pass an int.
      int capacity = (int) Math.min(2L * elements.capacity(), MemoryBound.MOST);
      elements = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(elements.flip());
    }
    return elements;
  }

  private InputException wanted(Object value) {
    return new InputException("wants %s, not %s".formatted(dtype.id(), value));
  }

  private InputException outOfRange(Object value) {
    return new InputException("%s is out of the range of %s".formatted(value, dtype.id()));
  }

  private long most() {
    int bits = 8 * dtype.bytes();
    return isUnsigned() ? -1L >>> (Long.SIZE - bits) : Long.MAX_VALUE >> (Long.SIZE - bits);
  }

  private long least() {
    return isUnsigned() ? 0 : Long.MIN_VALUE >> (Long.SIZE - 8 * dtype.bytes());
  }

  private boolean isUnsigned() {
    return switch (dtype) {
      case UINT8, UINT16, UINT32, UINT64, QUINT8, QUINT16 -> true;
      default -> false;
    };
  }
}
