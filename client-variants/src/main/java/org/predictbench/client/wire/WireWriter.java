package org.predictbench.client.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends protobuf's wire format to an array that grows and can be used again. */
public final class WireWriter {
  public static final int VARINT = 0;
  public static final int LENGTH_DELIMITED = 2;

  /** No varint is longer. */
  static final int MAX_VARINT = 10;

  private byte[] bytes;
  private int position;

  WireWriter(int size) {
    bytes = new byte[size];
  }

  /** How many bytes a varint takes. */
  public static int sizeOfVarint(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /**
   * How many bytes a length-delimited field takes whose tag takes one.
   *
   * @throws ArithmeticException if they are more than an int counts
   */
  public static int delimited(int length) {
    return Math.addExact(1 + sizeOfVarint(length), length);
  }

  /** How many bytes a text takes; nothing is allocated where it is ASCII. */
  static int sizeOfUtf8(String text) {
    return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** A length-delimited field of a message, complete: tag, length, UTF-8. */
  public static byte[] stringField(int number, String text) {
    return bytesField(number, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A length-delimited field of a message, complete: tag, length, contents. */
  public static byte[] bytesField(int number, byte[] contents) {
    WireWriter out = new WireWriter(2 * MAX_VARINT + contents.length);
    out.tag(number, LENGTH_DELIMITED).varint(contents.length).append(contents);
    return out.toByteArray();
  }

  /** Appends a field's tag. */
  public WireWriter tag(int number, int wireType) {
    return varint((long) number << 3 | wireType);
  }

  /** Appends a varint; a negative value takes ten bytes, as in protobuf's int64. */
  public WireWriter varint(long value) {
    reserve(MAX_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
    return this;
  }

  /** Appends bytes as they are. */
  public WireWriter append(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, position, more.length);
    position += more.length;
    return this;
  }

  /** Appends four bytes, little endian. */
  public WireWriter fixed32(int value) {
    reserve(Integer.BYTES);
    bytes[position++] = (byte) value;
    bytes[position++] = (byte) (value >>> 8);
    bytes[position++] = (byte) (value >>> 16);
    bytes[position++] = (byte) (value >>> 24);
    return this;
  }

  /**
   * Appends a text.
   *
   * @param size as {@link #sizeOfUtf8} gives it
   */
  WireWriter utf8(String text, int size) {
    if (size != text.length()) {
      return append(text.getBytes(StandardCharsets.UTF_8));
    }
    reserve(size);
    for (int i = 0; i < size; i++) {
      bytes[position++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** Leaves room that the caller writes into {@link #array}; returns where it begins. */
  int skip(int count) {
    reserve(count);
    position += count;
    return position - count;
  }

  private void reserve(int more) {
    int needed = Math.addExact(position, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, 2L * needed));
    }
  }

  void reset() {
    position = 0;
  }

  int size() {
    return position;
  }

  /** The array that is written to now; it is another one once it had to grow. */
  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, position);
  }
}
