package org.predictbench.client.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.predictbench.client.DType;
import org.predictbench.client.Tensor;

/**
 * Reads one TensorProto in place. Elements lie in {@code tensor_content} or in the typed field of
 * their type, packed or not, in any order among the other fields. Where they lie as they are in
 * memory the tensor is a view of them; varints and strings are copied.
 *
 * <p>As TensorFlow reads tensors: {@code tensor_content} counts before typed fields; of too few
 * values the last is repeated, none are zeros, too many are ignored.
 */
final class TensorReader {
  private static final int DTYPE = 1 << 3;
  private static final int SHAPE = 2 << 3 | 2;
  private static final int CONTENT = 4 << 3 | 2;
  private static final int DIM = 2 << 3 | 2;
  private static final int DIM_SIZE = 1 << 3;
  private static final int UNKNOWN_RANK = 3 << 3;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;

  /** More elements than values are made of what a reply carries only up to here. */
  static final int MOST_REPEATED = 1 << 24;

  private final byte[] message;
  private final WireReader in;
  private final int start;
  private final int length;
  private DType dtype;
  private long[] shape = new long[4];
  private int rank;
  private int contentStart;
  private int contentLength;

  private TensorReader(byte[] message, WireReader in, int start, int length) {
    this.message = message;
    this.in = in;
    this.start = start;
    this.length = length;
  }

  /** Reads the tensor that lies in that range of the message. */
  static Tensor read(byte[] message, WireReader in, int start, int length) {
    return new TensorReader(message, in, start, length).tensor();
  }

  private Tensor tensor() {
    in.seek(start, length);
    int number = 0;
    while (in.hasRemaining()) {
      int tag = in.tag();
      switch (tag) {
        case DTYPE -> number = (int) in.varint();
        case SHAPE -> shape();
        case CONTENT -> {
          contentLength = in.length();
          contentStart = in.position();
          in.skipBytes(contentLength);
        }
        default -> in.skip(tag);
      }
    }
    try {
      dtype = DType.of(number);
      long[] dimensions = Arrays.copyOf(shape, rank);
      int elements = Tensor.elements(dimensions);
      return dtype == DType.STRING
          ? Tensor.strings(strings(elements), dimensions)
          : Tensor.of(dtype, elements(elements), dimensions);
    } catch (IllegalArgumentException e) {
      throw new WireReader.Malformed("a tensor of " + e.getMessage());
    }
  }

  private void shape() {
    int size = in.length();
    int end = in.position() + size;
    while (in.position() < end) {
      int tag = in.tag();
      switch (tag) {
        case DIM -> {
          if (rank == shape.length) {
            shape = Arrays.copyOf(shape, 2 * rank);
          }
          shape[rank++] = dimension();
        }
        case UNKNOWN_RANK -> {
          if (in.varint() != 0) {
            throw new WireReader.Malformed("a tensor of unknown rank");
          }
        }
        default -> in.skip(tag);
      }
    }
    requireEnd(end);
  }

  private long dimension() {
    int size = in.length();
    int end = in.position() + size;
    long dimension = 0;
    while (in.position() < end) {
      int tag = in.tag();
      if (tag == DIM_SIZE) {
        dimension = in.varint();
      } else {
        in.skip(tag);
      }
    }
    requireEnd(end);
    return dimension;
  }

  private void requireEnd(int end) {
    if (in.position() > end) {
      throw new WireReader.Malformed("a field reaches beyond its message");
    }
  }

  private ByteBuffer elements(int elements) {
    long size = (long) elements * dtype.bytes();
    if (contentLength > 0) {
      if (contentLength != size) {
        throw new WireReader.Malformed(
            "tensor_content of %d bytes for %d of %s"
                .formatted(contentLength, elements, dtype.id()));
      }
      return view(contentStart, contentLength);
    }
    int field = field();
    int width = width();
    int perElement = perElement();
    int values = Math.multiplyExact(elements, perElement);
    // One packed run that holds all of them lies as it is in memory.
    int run = width == VARINT ? -1 : onlyRun(field);
    if (run >= 0) {
      in.seek(run, length - (run - start));
      int runLength = in.length();
      if (runLength == size) {
        return view(in.position(), runLength);
      }
    }
    int carried = count(field, width);
    requirePlausible(elements, carried / perElement);
    ByteBuffer all =
        ByteBuffer.allocate(Math.multiplyExact(elements, dtype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    gather(field, width, all, Math.min(values, carried));
    if (carried > 0 && carried >= perElement) {
      repeatLast(all, dtype.bytes());
    }
    return all.clear();
  }

  private static void requirePlausible(int elements, int carried) {
    if (elements > carried && elements > MOST_REPEATED) {
      throw new WireReader.Malformed(
          "a tensor of %d elements that carries %d".formatted(elements, carried));
    }
  }

  /** A view that shares nothing with others but the bytes. */
  private ByteBuffer view(int from, int count) {
    return ByteBuffer.wrap(message, from, count);
  }

  private static void repeatLast(ByteBuffer all, int size) {
    int last = all.position() / size * size - size;
    for (int at = all.position(); at < all.capacity(); at++) {
      all.put(at, all.get(last + (at - last) % size));
    }
  }

  /** Where the field's length stands if the field occurs once and packed; else -1. */
  private int onlyRun(int field) {
    in.seek(start, length);
    int run = -1;
    while (in.hasRemaining()) {
      int tag = in.tag();
      if (tag >>> 3 == field) {
        if (run >= 0 || (tag & 7) != DELIMITED) {
          return -1;
        }
        run = in.position();
      }
      in.skip(tag);
    }
    return run;
  }

  private int count(int field, int width) {
    in.seek(start, length);
    int count = 0;
    while (in.hasRemaining()) {
      int tag = in.tag();
      if (tag == (field << 3 | DELIMITED)) {
        int bytes = in.length();
        count += width == VARINT ? in.varintsIn(bytes) : whole(bytes, width);
        in.skipBytes(bytes);
      } else {
        count += tag == (field << 3 | width) ? 1 : 0;
        in.skip(tag);
      }
    }
    return count;
  }

  private static int whole(int bytes, int width) {
    int size = width == FIXED32 ? 4 : 8;
    if (bytes % size != 0) {
      throw new WireReader.Malformed("packed values of %d bytes".formatted(bytes));
    }
    return bytes / size;
  }

  private void gather(int field, int width, ByteBuffer all, int most) {
    in.seek(start, length);
    int done = 0;
    while (in.hasRemaining()) {
      int tag = in.tag();
      if (tag == (field << 3 | DELIMITED)) {
        int bytes = in.length();
        int end = in.position() + bytes;
        while (in.position() < end) {
          done += value(width, all, done < most);
        }
        requireEnd(end);
      } else if (tag == (field << 3 | width)) {
        done += value(width, all, done < most);
      } else {
        in.skip(tag);
      }
    }
  }

  private int value(int width, ByteBuffer all, boolean wanted) {
    long value =
        switch (width) {
          case FIXED32 -> in.fixed32();
          case FIXED64 -> in.fixed64();
          default -> in.varint();
        };
    if (!wanted) {
      return 0;
    }
    switch (width == FIXED32 ? 4 : width == FIXED64 ? 8 : dtype.bytes()) {
      case 1 -> all.put(dtype == DType.BOOL ? (byte) (value != 0 ? 1 : 0) : (byte) value);
      case 2 -> all.putShort((short) value);
      case 4 -> all.putInt((int) value);
      default -> all.putLong(value);
    }
    return 1;
  }

  private byte[][] strings(int elements) {
    in.seek(start, length);
    int carried = 0;
    int tagOfStrings = field() << 3 | DELIMITED;
    while (in.hasRemaining()) {
      int tag = in.tag();
      carried += tag == tagOfStrings ? 1 : 0;
      in.skip(tag);
    }
    requirePlausible(elements, carried);
    byte[][] strings = new byte[elements][];
    Arrays.fill(strings, new byte[0]);
    in.seek(start, length);
    int done = 0;
    while (in.hasRemaining() && done < elements) {
      int tag = in.tag();
      if (tag == tagOfStrings) {
        int size = in.length();
        int from = in.position();
        strings[done++] = Arrays.copyOfRange(message, from, from + size);
        in.skipBytes(size);
      } else {
        in.skip(tag);
      }
    }
    if (done > 0) {
      Arrays.fill(strings, done, elements, strings[done - 1]);
    }
    return strings;
  }

  private int field() {
    return switch (dtype) {
      case FLOAT -> 5;
      case DOUBLE -> 6;
      case INT32, INT16, INT8, UINT8, UINT16, QINT8, QUINT8, QINT32, QINT16, QUINT16 -> 7;
      case STRING -> 8;
      case COMPLEX64 -> 9;
      case INT64 -> 10;
      case BOOL -> 11;
      case COMPLEX128 -> 12;
      case HALF, BFLOAT16 -> 13;
      case UINT32 -> 16;
      case UINT64 -> 17;
    };
  }

  /** The wire type of one value. */
  private int width() {
    return switch (dtype) {
      case FLOAT, COMPLEX64 -> FIXED32;
      case DOUBLE, COMPLEX128 -> FIXED64;
      default -> VARINT;
    };
  }

  private int perElement() {
    return dtype == DType.COMPLEX64 || dtype == DType.COMPLEX128 ? 2 : 1;
  }
}
