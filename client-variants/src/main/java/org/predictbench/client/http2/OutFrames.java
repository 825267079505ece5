package org.predictbench.client.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Target;

/**
 * Frames on their way to the kernel, filled until there is nothing more to send or no more room,
 * and then written. Elements go from the caller's array into it and from there to the kernel: the
 * one copy that Java needs. For one thread at a time.
 */
final class OutFrames {
  /** A mebibyte, more than an image: one write, whose pace the kernel measures whole. */
  private static final int MOST_OVER_TCP = 1 << 20;

  /** Little enough to stay in the second-level cache between the two copies. */
  private static final int MOST_OVER_UNIX_SOCKET = 1 << 17;

  private static final int LEAST = 1 << 16;

  private final int most;
  private ByteBuffer buffer;
  private ElementBuffer elements;
  // Whether it is being written, and takes no more.
  private boolean isWriting;

  private OutFrames(int most) {
    this.most = most;
    allocate(LEAST);
  }

  private void allocate(int bytes) {
    buffer = ByteBuffer.allocateDirect(bytes);
    elements = new ElementBuffer(buffer);
  }

  /** For a connection to that target; {@link DataFrames#to} says why they differ. */
  static OutFrames to(Target target) {
    return new OutFrames(target instanceof Target.Unix ? MOST_OVER_UNIX_SOCKET : MOST_OVER_TCP);
  }

  boolean isEmpty() {
    return !isWriting && buffer.position() == 0;
  }

  /** Whether a call's usual headers and the head of its request have room. */
  boolean hasRoomForHead() {
    return buffer.remaining() >= 2 * (Http2.HEADER_BYTES + Http2.MAX_FRAME);
  }

  /** How much of a request has room, in frames of that size. */
  int room(int maxFrame) {
    int whole = buffer.remaining() / (Http2.HEADER_BYTES + maxFrame);
    int rest = buffer.remaining() % (Http2.HEADER_BYTES + maxFrame);
    return whole * maxFrame + Math.max(0, rest - Http2.HEADER_BYTES);
  }

  /** Whatever is due before calls; it is empty then. */
  ByteBuffer bytes() {
    return buffer;
  }

  /** Makes room for so much of a request while it is empty, as far as it may grow. */
  void reserve(int bytes) {
    int capacity = buffer.capacity();
    while (capacity < most && bytes > capacity - capacity / 64) {
      capacity *= 2;
    }
    if (capacity > buffer.capacity()) {
      try {
        allocate(capacity);
      } catch (OutOfMemoryError e) {
        // The buffer that there is takes the request in more pieces.
      }
    }
  }

  /** Adds a call's headers, in as many frames as they need. */
  void headers(byte[] block, int stream) {
    makeRoom(Http2.headersSize(block));
    Http2.headers(buffer, block, stream);
  }

  private void makeRoom(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer before = buffer.flip();
      allocate(before.remaining() + bytes + LEAST);
      buffer.put(before);
    }
  }

  /**
   * Adds the next bytes of a request.
   *
   * @param count how many, for which there is {@link #room}
   * @param maxFrame how many go into one frame
   */
  void data(RequestBytes request, int count, int maxFrame, int stream) {
    for (int left = count; left > 0; ) {
      int length = Math.min(left, maxFrame);
      int flags = length == request.remaining() ? Http2.END_STREAM : 0;
      Http2.header(buffer, length, Http2.DATA, flags, stream);
      request.read(elements, buffer.position(), length);
      buffer.position(buffer.position() + length);
      left -= length;
    }
  }

  /** Writes what there is room for; returns whether that was all, and it may be filled anew. */
  boolean writeTo(DeadlineSocket socket) throws IOException {
    if (!isWriting) {
      buffer.flip();
      isWriting = true;
    }
    while (buffer.hasRemaining()) {
      if (socket.write(buffer) == 0) {
        return false;
      }
    }
    if (!socket.flush()) {
      return false;
    }
    isWriting = false;
    buffer.clear();
    return true;
  }
}
