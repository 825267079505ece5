package org.predictbench.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * DATA frames full of floats, some at a time, in one buffer that is written at once. The floats go
 * from the caller's array into it and from there to the kernel: the one copy that Java needs.
 *
 * <p>The frames lie at fixed places so that the views for the floats are made only once. A few of
 * them make up a buffer that stays in the second-level cache between the two copies, and lets the
 * server begin to read while the rest is still to be copied.
 */
final class FloatFrames {
  static final int FLOATS = Http2.MAX_FRAME / Float.BYTES;

  private static final int FRAMES = 8;
  private static final int STRIDE = Http2.HEADER_BYTES + Http2.MAX_FRAME;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(FRAMES * STRIDE);
  private final FloatBuffer[] views = new FloatBuffer[FRAMES];

  FloatFrames() {
    for (int i = 0; i < FRAMES; i++) {
      views[i] =
          buffer
              .slice(i * STRIDE + Http2.HEADER_BYTES, Http2.MAX_FRAME)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
    }
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
