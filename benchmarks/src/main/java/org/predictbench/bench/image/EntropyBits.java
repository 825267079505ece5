package org.predictbench.bench.image;

/** The bits of a JPEG's entropy-coded data, up to the next marker. */
final class EntropyBits {
  private static final int FILL = 0xff;

  private final byte[] bytes;
  private int at;
  private int current;
  private int left;

  EntropyBits(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The byte after the last one of which a bit was taken. */
  int position() {
    return at;
  }

  int next() throws BadImageException {
    if (left == 0) {
      current = nextByte();
      left = 8;
    }
    left--;
    return current >> left & 1;
  }

  void skip(int count) throws BadImageException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  int next(int count) throws BadImageException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | next();
    }
    return value;
  }

  private int nextByte() throws BadImageException {
    int value = byteAt(at++);
    if (value != FILL) {
      return value;
    }
    int start = at - 1;
    int after;
    do {
      after = byteAt(at++);
    } while (after == FILL);
    if (after != 0) {
      throw JpegFile.damaged("its image data ends too early, at byte " + start);
    }
    return FILL;
  }

  private int byteAt(int index) throws BadImageException {
    if (index >= bytes.length) {
      throw JpegFile.damaged("it ends within its image data");
    }
    return bytes[index] & 0xff;
  }

  /** Takes a restart marker, which must come next. */
  void restart(int number) throws BadImageException {
    left = 0;
    int start = at;
    int marker = byteAt(at++);
    boolean filled = marker == FILL;
    while (filled && marker == FILL) {
      marker = byteAt(at++);
    }
    if (!filled || marker != 0xd0 + number) {
      throw JpegFile.damaged("restart marker %d is not at byte %d".formatted(number, start));
    }
  }
}
