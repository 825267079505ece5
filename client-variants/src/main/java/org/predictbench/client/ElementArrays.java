package org.predictbench.client;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/**
 * What a {@link Tensor} holds as its elements: a caller's array, {@code byte[][]} for strings, or a
 * little-endian buffer from 0 to its limit.
 */
final class ElementArrays {
  private ElementArrays() {}

  /**
   * Writes elements as little-endian bytes; nothing is allocated.
   *
   * @throws IllegalStateException if they are strings
   */
  static void write(Object values, DType dtype, ElementBuffer target, int at, int from, int count) {
    if (values instanceof float[] array) {
      target.put(at, array, from, count);
    } else if (values instanceof long[] array) {
      target.put(at, array, from, count);
    } else if (values instanceof int[] array) {
      target.put(at, array, from, count);
    } else if (values instanceof double[] array) {
      target.put(at, array, from, count);
    } else if (values instanceof short[] array) {
      target.put(at, array, from, count);
    } else if (values instanceof byte[] array) {
      target.bytes().put(at, array, from, count);
    } else if (values instanceof boolean[] array) {
      target.put(at, array, from, count);
    } else if (values instanceof ByteBuffer bytes) {
      int size = dtype.bytes();
      target.bytes().put(at, bytes, from * size, count * size);
    } else {
      throw new IllegalStateException("strings have no fixed size");
    }
  }

  /** Returns the same elements {@code times} over. */
  static Object repeat(Object values, int times) {
    if (values instanceof ByteBuffer bytes) {
      ByteBuffer all =
          ByteBuffer.allocate(Math.multiplyExact(bytes.limit(), times)).order(bytes.order());
      for (int i = 0; i < times; i++) {
        all.put(bytes.duplicate());
      }
      return all.flip();
    }
    int length = Array.getLength(values);
    Object all =
        Array.newInstance(values.getClass().componentType(), Math.multiplyExact(length, times));
    for (int i = 0; i < times; i++) {
      System.arraycopy(values, 0, all, i * length, length);
    }
    return all;
  }
}
