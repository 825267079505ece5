package org.predictbench.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Bytes that tensors are written into, little endian, at any place. The typed views of them are
 * made once, one for each alignment, so that writing allocates nothing. For one thread.
 */
public final class ElementBuffer {
  private final ByteBuffer bytes;
  private final FloatBuffer[] floats = new FloatBuffer[Float.BYTES];
  private final IntBuffer[] ints = new IntBuffer[Integer.BYTES];
  private final LongBuffer[] longs = new LongBuffer[Long.BYTES];
  private final DoubleBuffer[] doubles = new DoubleBuffer[Double.BYTES];
  private final ShortBuffer[] shorts = new ShortBuffer[Short.BYTES];

  /** Views of a buffer's whole capacity; its position and limit are left alone. */
  public ElementBuffer(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** The bytes themselves. */
  public ByteBuffer bytes() {
    return bytes;
  }

  void put(int at, float[] values, int from, int count) {
    int alignment = at % Float.BYTES;
    if (floats[alignment] == null) {
      floats[alignment] = from(alignment).asFloatBuffer();
    }
    floats[alignment].put(at / Float.BYTES, values, from, count);
  }

  void put(int at, int[] values, int from, int count) {
    int alignment = at % Integer.BYTES;
    if (ints[alignment] == null) {
      ints[alignment] = from(alignment).asIntBuffer();
    }
    ints[alignment].put(at / Integer.BYTES, values, from, count);
  }

  void put(int at, long[] values, int from, int count) {
    int alignment = at % Long.BYTES;
    if (longs[alignment] == null) {
      longs[alignment] = from(alignment).asLongBuffer();
    }
    longs[alignment].put(at / Long.BYTES, values, from, count);
  }

  void put(int at, double[] values, int from, int count) {
    int alignment = at % Double.BYTES;
    if (doubles[alignment] == null) {
      doubles[alignment] = from(alignment).asDoubleBuffer();
    }
    doubles[alignment].put(at / Double.BYTES, values, from, count);
  }

  void put(int at, short[] values, int from, int count) {
    int alignment = at % Short.BYTES;
    if (shorts[alignment] == null) {
      shorts[alignment] = from(alignment).asShortBuffer();
    }
    shorts[alignment].put(at / Short.BYTES, values, from, count);
  }

  void put(int at, boolean[] values, int from, int count) {
    for (int i = 0; i < count; i++) {
      bytes.put(at + i, (byte) (values[from + i] ? 1 : 0));
    }
  }

  private ByteBuffer from(int alignment) {
    ByteBuffer all = bytes.duplicate().clear();
    return all.position(Math.min(alignment, all.limit())).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
