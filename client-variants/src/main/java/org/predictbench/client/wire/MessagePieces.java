package org.predictbench.client.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Tensor;

/**
 * A message that is being written, or read, in pieces: small parts in one array that is kept from
 * message to message, large ones by reference to where the caller holds them. So a message of any
 * size allocates next to nothing. For one thread at a time.
 */
public final class MessagePieces {
  /** From this size on, elements and strings stay with the caller until they are read. */
  private static final int BY_REFERENCE = 4096;

  private final WireWriter out = new WireWriter(1024);
  private ElementBuffer written = new ElementBuffer(ByteBuffer.wrap(out.array()));

  // What lies between the bytes of out: a tensor's elements, or a string's bytes, after so many of
  // them.
  private Object[] bodies = new Object[4];
  private int[] after = new int[4];
  // In elements of a tensor, in bytes of a string.
  private int[] starts = new int[4];
  private int[] ends = new int[4];
  private int count;
  private int referenced;
  private int size;

  private int read;
  private int outRead;
  private int body;
  private int bodyRead;
  private final ByteBuffer carry = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final ElementBuffer carried = new ElementBuffer(carry);

  MessagePieces() {}

  /** Takes tags, lengths and whatever else is small. */
  public WireWriter out() {
    return out;
  }

  /** Begins another message. */
  void begin() {
    clear();
    out.reset();
  }

  /**
   * Adds elements of a tensor as little-endian bytes.
   *
   * @throws ArithmeticException if the message would pass protobuf's limit of 2 GiB
   */
  public void elements(Tensor tensor, int from, int elements) {
    int bytes = elements * tensor.dtype().bytes();
    if (bytes >= BY_REFERENCE) {
      refer(tensor, from, from + elements, bytes);
      return;
    }
    int at = out.skip(bytes);
    if (written.bytes().array() != out.array()) {
      written = new ElementBuffer(ByteBuffer.wrap(out.array()));
    }
    tensor.writeTo(written, at, from, elements);
  }

  /**
   * Adds a string's bytes.
   *
   * @throws ArithmeticException if the message would pass protobuf's limit of 2 GiB
   */
  public void string(byte[] string) {
    if (string.length >= BY_REFERENCE) {
      refer(string, 0, string.length, string.length);
    } else {
      out.append(string);
    }
  }

  private void refer(Object contents, int start, int end, int bytes) {
    if (count == bodies.length) {
      bodies = Arrays.copyOf(bodies, 2 * count);
      after = Arrays.copyOf(after, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    bodies[count] = contents;
    after[count] = out.size();
    starts[count] = start;
    ends[count++] = end;
    referenced = Math.addExact(referenced, bytes);
  }

  /** Ends the message, which can be read now. */
  void end() {
    size = Math.addExact(out.size(), referenced);
    rewind();
  }

  int size() {
    return size;
  }

  int beforeReferences() {
    return count == 0 ? size : after[0];
  }

  int remaining() {
    return size - read;
  }

  void rewind() {
    read = 0;
    outRead = 0;
    body = 0;
    bodyRead = count == 0 ? 0 : starts[0];
    carry.position(0).limit(0);
  }

  /** Lets go of the caller's arrays. */
  void clear() {
    Arrays.fill(bodies, 0, count, null);
    count = 0;
    referenced = 0;
    size = 0;
    rewind();
  }

  /** Copies the next bytes, at most so many; returns how many they were. */
  int read(ElementBuffer target, int at, int most) {
    int done = 0;
    while (done < most && read < size) {
      int copied = piece(target, at + done, most - done);
      done += copied;
      read += copied;
    }
    return done;
  }

  private int piece(ElementBuffer target, int at, int room) {
    if (carry.hasRemaining()) {
      int copied = Math.min(room, carry.remaining());
      target.bytes().put(at, carry, carry.position(), copied);
      carry.position(carry.position() + copied);
      return copied;
    }
    int end = body < count ? after[body] : out.size();
    if (outRead < end) {
      int copied = Math.min(room, end - outRead);
      target.bytes().put(at, out.array(), outRead, copied);
      outRead += copied;
      return copied;
    }
    return bodies[body] instanceof Tensor tensor
        ? tensorPiece(tensor, target, at, room)
        : stringPiece((byte[]) bodies[body], target, at, room);
  }

  private int stringPiece(byte[] string, ElementBuffer target, int at, int room) {
    int copied = Math.min(room, string.length - bodyRead);
    target.bytes().put(at, string, bodyRead, copied);
    advance(copied);
    return copied;
  }

  private int tensorPiece(Tensor tensor, ElementBuffer target, int at, int room) {
    int width = tensor.dtype().bytes();
    int whole = Math.min(room / width, ends[body] - bodyRead);
    if (whole > 0) {
      tensor.writeTo(target, at, bodyRead, whole);
      advance(whole);
      return whole * width;
    }
    // Less room than an element takes: it goes in two pieces.
    carry.clear();
    tensor.writeTo(carried, 0, bodyRead, 1);
    carry.limit(width);
    advance(1);
    return piece(target, at, room);
  }

  private void advance(int by) {
    bodyRead += by;
    if (bodyRead == ends[body]) {
      body++;
      bodyRead = body < count ? starts[body] : 0;
    }
  }
}
