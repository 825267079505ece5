package org.predictbench.bench;

import java.io.OutputStream;

/** One buffer that is written over and over; writing beyond its end fails. For one thread. */
final class KeptBytes extends OutputStream {
  private final byte[] bytes;
  private int size;

  KeptBytes(int capacity) {
    bytes = new byte[capacity];
  }

  void reset() {
    size = 0;
  }

  /** The buffer itself. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public void write(int value) {
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }
}
