package org.predictbench.client.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads protobuf's wire format in place. Every method either consumes at least one byte or throws
 * {@link BufferUnderflowException} or {@link Malformed}, so that no input, however broken, keeps a
 * reader busy for ever.
 */
public final class WireReader {
  /** Bytes that no protobuf writer produces. */
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
      super(message);
    }
  }

  private static final int MAX_SHIFT = 63;

  private final ByteBuffer in;

  WireReader(ByteBuffer bytes) {
    in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether there is more of the range that the reader is confined to. */
  public boolean hasRemaining() {
    return in.hasRemaining();
  }

  int remaining() {
    return in.remaining();
  }

  /** Where the next byte lies. */
  public int position() {
    return in.position();
  }

  /** Confines the reader to a range seen before. */
  public void seek(int start, int length) {
    in.limit(start + length).position(start);
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Malformed("a varint of more than 10 bytes");
  }

  /** A field's number and wire type, as on the wire. */
  public int tag() {
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new Malformed("tag " + tag);
    }
    return (int) tag;
  }

  /** The length of a delimited field, all of which is there. */
  public int length() {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new Malformed(
          "a field of %d bytes where %d are left".formatted(length, in.remaining()));
    }
    return (int) length;
  }

  /** Four bytes, little endian. */
  public int fixed32() {
    return in.getInt();
  }

  long fixed64() {
    return in.getLong();
  }

  /** How many varints end in the next {@code length} bytes. */
  int varintsIn(int length) {
    int count = 0;
    for (int i = in.position(); i < in.position() + length; i++) {
      count += in.get(i) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Passes over bytes, all of which are there. */
  public void skipBytes(int count) {
    if (count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + count);
  }

  /** Passes over the field whose tag was just read. */
  public void skip(int tag) {
    int depth = 0;
    int current = tag;
    do {
      switch (current & 7) {
        case 0 -> varint();
        case 1 -> skipBytes(Long.BYTES);
        case 2 -> skipBytes(length());
        case 3 -> depth++;
        case 4 -> depth--;
        case 5 -> skipBytes(Integer.BYTES);
        default -> throw new Malformed("wire type " + (current & 7));
      }
      if (depth < 0) {
        throw new Malformed("the end of a group that never began");
      }
      if (depth > 0) {
        current = tag();
      }
    } while (depth > 0);
  }

  /** Whether the range holds this text, which is ASCII if it does. */
  boolean matches(int start, int length, String expected) {
    if (length != expected.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (in.get(start + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  String utf8(int start, int length) {
    byte[] bytes = new byte[length];
    in.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
