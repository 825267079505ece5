package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.util.AsciiString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.predictbench.client.PredictException;

/**
 * Reads replies that a server compressed, although this client offers nothing of the kind: C++ and
 * Python servers that were told to compress do so all the same.
 */
final class CompressedMessage {
  /** 256 MiB: what some hundred kilobytes of zeros may become, and no more. */
  static final int MOST_BYTES = 1 << 28;

  private CompressedMessage() {}

  /**
   * The message behind its prefix, in an array of its own.
   *
   * @param encoding the header {@code grpc-encoding}; may be null
   * @param most bytes that the message may have
   * @throws PredictException INTERNAL if it is not gzip, RESOURCE_EXHAUSTED if it has more
   */
  static ByteBuffer read(CharSequence encoding, ByteBuffer compressed, int most) {
    if (encoding == null || !AsciiString.contentEqualsIgnoreCase("gzip", encoding)) {
      throw new PredictException(
          Status.Code.INTERNAL,
          "the server compressed its reply by grpc-encoding %s; this client reads gzip alone"
              .formatted(encoding == null ? "none" : GrpcHeaders.printable(encoding)));
    }
    try (GZIPInputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(
                compressed.array(),
                compressed.arrayOffset() + compressed.position(),
                compressed.remaining()))) {
      byte[] message = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new PredictException(
            Status.Code.RESOURCE_EXHAUSTED,
            "the reply is over %d bytes once uncompressed".formatted(most));
      }
      return ByteBuffer.wrap(message);
    } catch (IOException e) {
      throw new PredictException(
          Status.Code.INTERNAL, "the reply is no gzip, as it says: " + e.getMessage(), e);
    }
  }
}
