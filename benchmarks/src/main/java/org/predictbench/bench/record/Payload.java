package org.predictbench.bench.record;

import java.io.IOException;

/**
 * What a sample keeps of a message.
 *
 * @param encoding of the bytes, {@link Encodings#IDENTITY} if they are not compressed
 */
record Payload(byte[] bytes, String encoding) {
  static Payload of(Message message, String encoding) {
    return new Payload(message.bytes(), message.compressed() ? encoding : Encodings.IDENTITY);
  }

  /**
   * The message itself.
   *
   * @param limit of its size in bytes
   * @throws IOException if it cannot be unpacked, or is longer than that
   */
  byte[] unpacked(int limit) throws IOException {
    if (!encoding.equals(Encodings.IDENTITY)) {
      return Encodings.unpacked(bytes, encoding, limit);
    }
    if (bytes.length > limit) {
      throw new IOException("a message is longer than %d bytes".formatted(limit));
    }
    return bytes;
  }
}
