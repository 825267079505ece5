package org.predictbench.modelserver.rest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.predictbench.modelserver.status.ServingException;

/** Unpacks bodies sent with {@code Content-Encoding: gzip}, as far as they may grow. */
final class Gunzip {
  /** The limit of TensorFlow Serving's HTTP server. */
  private static final long MAX_BYTES = 100L << 20;

  /** A body of any size may grow to this, and a large one by that factor. */
  private static final long FREE_BYTES = 16L << 20;

  private static final long MAX_GROWTH = 64;

  private static final int CHUNK_BYTES = 1 << 16;

  private Gunzip() {}

  /**
   * Returns what was packed; empty if the body is no gzip, as the original takes it.
   *
   * @throws ServingException if the body grows beyond what its size allows
   */
  static byte[] unpack(byte[] body) {
    long max = Math.min(MAX_BYTES, FREE_BYTES + MAX_GROWTH * body.length);
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), CHUNK_BYTES)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (unpacked.size() + count > max) {
          throw ServingException.invalid(
              "A gzip body of %d bytes may grow to %d bytes; send it without Content-Encoding"
                  .formatted(body.length, max));
        }
        unpacked.write(chunk, 0, count);
      }
      return unpacked.toByteArray();
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
