package org.predictbench.client.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends protobuf's wire format to an array that the caller has made large enough. */
final class WireWriter {
  static final int VARINT = 0;
  static final int LENGTH_DELIMITED = 2;

  /** No varint is longer. */
  static final int MAX_VARINT = 10;

  private final byte[] bytes;
  private int position;

  WireWriter(int size) {
    bytes = new byte[size];
  }

  static int sizeOfVarint(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /** A length-delimited field of a message, complete: tag, length, UTF-8. */
  static byte[] stringField(int number, String text) {
    return bytesField(number, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytesField(int number, byte[] contents) {
    WireWriter out = new WireWriter(2 * MAX_VARINT + contents.length);
    out.tag(number, LENGTH_DELIMITED).varint(contents.length).append(contents);
    return out.toByteArray();
  }

  WireWriter tag(int number, int wireType) {
    return varint((long) number << 3 | wireType);
  }

  WireWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
    return this;
  }

  WireWriter append(byte[] more) {
    System.arraycopy(more, 0, bytes, position, more.length);
    position += more.length;
    return this;
  }

  byte[] toByteArray() {
    return position == bytes.length ? bytes : Arrays.copyOf(bytes, position);
  }
}
