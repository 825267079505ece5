package org.predictbench.modelserver.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.predictbench.modelserver.request.UnpackedStream;
import org.predictbench.modelserver.status.ServingException;

/** Unpacks bodies sent with {@code Content-Encoding: gzip}, as far as they may grow. */
final class Gunzip {
  /** The limit of TensorFlow Serving's HTTP server. */
  private static final long MAX_BYTES = 100L << 20;

  private Gunzip() {}

  /**
   * Returns what was packed; empty if the body is no gzip, as the original takes it.
   *
   * @throws ServingException if the body grows beyond what its size allows
   */
  static byte[] unpack(byte[] body) {
    try (InputStream in =
        new UnpackedStream(new ByteArrayInputStream(body), body.length, MAX_BYTES)) {
      return in.readAllBytes();
    } catch (UnpackedStream.TooLargeException e) {
      throw ServingException.invalid(e.getMessage());
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
