package org.predictbench.client.http2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.predictbench.client.Target;

/**
 * DATA frames full of floats, some at a time, in one buffer that is written at once. The floats go
 * from the caller's array into it and from there to the kernel: the one copy that Java needs.
 *
 * <p>The frames lie at fixed places so that the views for the floats are made only once.
 */
final class FloatFrames {
  static final int FLOATS = Http2.MAX_FRAME / Float.BYTES;

  /** A mebibyte, more than an image: one write, whose pace the kernel measures whole. */
  private static final int FRAMES_OVER_TCP = 64;

  /** Little enough to stay in the second-level cache between the two copies. */
  private static final int FRAMES_OVER_UNIX_SOCKET = 8;

  private static final int STRIDE = Http2.HEADER_BYTES + Http2.MAX_FRAME;

  private final ByteBuffer buffer;
  private final FloatBuffer[] views;

  private FloatFrames(int frames) {
    buffer = ByteBuffer.allocateDirect(frames * STRIDE);
    views = new FloatBuffer[frames];
    for (int i = 0; i < frames; i++) {
      views[i] =
          buffer
              .slice(i * STRIDE + Http2.HEADER_BYTES, Http2.MAX_FRAME)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
    }
  }

  /**
   * For connections to that target. TCP paces what it sends by the rate it has seen, and a request
   * that comes in pieces, with a pause to copy the next, is taken for a slow one: on loopback with
   * BBR, a request of 602 KB in pieces of 128 KiB took half as long again as in one. A Unix socket
   * has no pace, and lets the server read the first pieces while the rest is still to be copied.
   */
  static FloatFrames to(Target target) {
    return new FloatFrames(
        target instanceof Target.Unix ? FRAMES_OVER_UNIX_SOCKET : FRAMES_OVER_TCP);
  }

  /**
   * Frames the values from {@code offset} on, as many as fit and the window allows; returns how
   * many that is.
   *
   * @param windowBytes how much the server takes now
   */
  int fill(float[] values, int offset, int windowBytes, int stream) {
    buffer.clear();
    int allowed = windowBytes / Float.BYTES;
    int filled = 0;
    for (FloatBuffer view : views) {
      int left = values.length - offset - filled;
      int count = Math.min(FLOATS, Math.min(left, allowed - filled));
      if (count == 0) {
        break;
      }
      int flags = count == left ? Http2.END_STREAM : 0;
      Http2.header(buffer, count * Float.BYTES, Http2.DATA, flags, stream);
      view.clear().put(values, offset + filled, count);
      buffer.position(buffer.position() + count * Float.BYTES);
      filled += count;
      if (count < FLOATS) {
        break;
      }
    }
    buffer.flip();
    return filled;
  }

  /** What was filled and is not yet written. */
  ByteBuffer bytes() {
    return buffer;
  }
}
