package org.predictbench.client.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Bytes and a little-endian view of them as floats, through which one thread passes a large array
 * piece by piece. Half of a first-level cache, so that the second copy reads what the first wrote.
 */
final class FloatChunk {
  static final int FLOATS = 4096;

  final byte[] bytes = new byte[FLOATS * Float.BYTES];
  private final FloatBuffer floats =
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();

  /** Takes up to {@link #FLOATS} values from {@code offset} on; returns how many. */
  int fill(float[] values, int offset) {
    int count = Math.min(FLOATS, values.length - offset);
    floats.clear().put(values, offset, count);
    return count;
  }
}
