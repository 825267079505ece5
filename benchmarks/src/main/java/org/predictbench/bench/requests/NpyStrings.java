package org.predictbench.bench.requests;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.predictbench.bench.files.InputException;

/** NumPy's strings of fixed length: bytes ({@code S}) or UCS-4 ({@code U}), padded with zeros. */
final class NpyStrings {
  private NpyStrings() {}

  static byte[][] of(byte[] content, int count, int itemSize, boolean isUnicode) {
    byte[][] strings = new byte[count][];
    for (int i = 0; i < count; i++) {
      strings[i] =
          isUnicode
              ? utf8(ByteBuffer.wrap(content, i * itemSize, itemSize))
              : unpadded(content, i * itemSize, (i + 1) * itemSize);
    }
    return strings;
  }

  private static byte[] unpadded(byte[] content, int from, int to) {
    int end = to;
    while (end > from && content[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOfRange(content, from, end);
  }

  private static byte[] utf8(ByteBuffer item) {
    IntBuffer points = item.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    int length = points.remaining();
    while (length > 0 && points.get(length - 1) == 0) {
      length--;
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int point = points.get(i);
      if (!Character.isValidCodePoint(point) || isSurrogate(point)) {
        throw new InputException("a string with %08x, which is no character".formatted(point));
      }
      text.appendCodePoint(point);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
