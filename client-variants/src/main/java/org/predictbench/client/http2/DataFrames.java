package org.predictbench.client.http2;

import java.nio.ByteBuffer;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Target;
import org.predictbench.client.wire.RequestMessage;

/**
 * DATA frames full of a request, some at a time, in one buffer that is written at once. Elements go
 * from the caller's array into it and from there to the kernel: the one copy that Java needs.
 */
final class DataFrames {
  /** A mebibyte, more than an image: one write, whose pace the kernel measures whole. */
  private static final int FRAMES_OVER_TCP = 64;

  /** Little enough to stay in the second-level cache between the two copies. */
  private static final int FRAMES_OVER_UNIX_SOCKET = 8;

  private static final int FRAME_BYTES = Http2.HEADER_BYTES + Http2.MAX_FRAME;

  private final int most;
  private ByteBuffer buffer;
  private ElementBuffer elements;

  private DataFrames(int most) {
    this.most = most;
    allocate(1);
  }

  private void allocate(int frames) {
    buffer = ByteBuffer.allocateDirect(frames * FRAME_BYTES);
    elements = new ElementBuffer(buffer);
  }

  /**
   * Makes room for a request of that size, as far as the target's frames go: a connection that
   * carries small requests has a small buffer.
   */
  void reserve(int bytes) {
    int frames = buffer.capacity() / FRAME_BYTES;
    if (frames == most || bytes <= frames * Http2.MAX_FRAME) {
      return;
    }
    while (frames < most && bytes > frames * Http2.MAX_FRAME) {
      frames *= 2;
    }
    try {
      allocate(frames);
    } catch (OutOfMemoryError e) {
      // The buffer that there is takes the request in more pieces.
    }
  }

  /**
   * For connections to that target. TCP paces what it sends by the rate it has seen, and a request
   * that comes in pieces, with a pause to copy the next, is taken for a slow one: on loopback with
   * BBR, a request of 602 KB in pieces of 128 KiB took half as long again as in one. A Unix socket
   * has no pace, and lets the server read the first pieces while the rest is still to be copied.
   */
  static DataFrames to(Target target) {
    return new DataFrames(
        target instanceof Target.Unix ? FRAMES_OVER_UNIX_SOCKET : FRAMES_OVER_TCP);
  }

  /**
   * Frames the next bytes of a request, as many as fit; returns how many that is.
   *
   * @param most how many the server takes now
   * @param maxFrame how many go into one frame
   */
  int fill(RequestMessage request, int most, int maxFrame, int stream) {
    buffer.clear();
    int filled = 0;
    while (filled < most && request.remaining() > 0 && buffer.remaining() > Http2.HEADER_BYTES) {
      int room = Math.min(maxFrame, buffer.remaining() - Http2.HEADER_BYTES);
      int count = Math.min(request.remaining(), Math.min(room, most - filled));
      int flags = count == request.remaining() ? Http2.END_STREAM : 0;
      Http2.header(buffer, count, Http2.DATA, flags, stream);
      request.read(elements, buffer.position(), count);
      buffer.position(buffer.position() + count);
      filled += count;
    }
    buffer.flip();
    return filled;
  }

  /** What was filled and is not yet written. */
  ByteBuffer bytes() {
    return buffer;
  }
}
