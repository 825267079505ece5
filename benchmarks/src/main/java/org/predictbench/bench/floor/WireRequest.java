package org.predictbench.bench.floor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/**
 * A stream's request as it comes: a message with gRPC's prefix, of which only the last four bytes
 * are kept. One that is compressed is kept whole, and read when it has ended.
 */
final class WireRequest {
  private static final int PREFIX_BYTES = 5;
  private static final int CHUNK_BYTES = 1 << 14;

  private final int stream;
  private long size;
  private int last;
  private ByteArrayOutputStream compressed;

  WireRequest(int stream) {
    this.stream = stream;
  }

  int stream() {
    return stream;
  }

  /** Takes that many bytes off the buffer, at least one. */
  void take(ByteBuffer in, int count) {
    int end = in.position() + count;
    if (size == 0 && in.get(in.position()) != 0) {
      compressed = new ByteArrayOutputStream();
    }
    size += count;
    if (compressed != null) {
      byte[] piece = new byte[count];
      in.get(piece);
      compressed.writeBytes(piece);
    } else {
      for (int i = Math.max(in.position(), end - Integer.BYTES); i < end; i++) {
        last = last << 8 | Byte.toUnsignedInt(in.get(i));
      }
      in.position(end);
    }
  }

  /** The message's last four bytes, the very last one lowest. */
  int lastWord() throws IOException {
    return compressed == null ? last : lastWord(compressed.toByteArray());
  }

  private static int lastWord(byte[] message) throws IOException {
    int word = 0;
    byte[] chunk = new byte[CHUNK_BYTES];
    try (GZIPInputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(message, PREFIX_BYTES, message.length - PREFIX_BYTES))) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        for (int i = Math.max(0, count - Integer.BYTES); i < count; i++) {
          word = word << 8 | Byte.toUnsignedInt(chunk[i]);
        }
      }
    }
    return word;
  }
}
