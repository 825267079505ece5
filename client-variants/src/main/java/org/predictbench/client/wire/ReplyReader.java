package org.predictbench.client.wire;

import io.grpc.KnownLength;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;

/**
 * Reads replies into {@link Outputs} without a message between. The bytes are copied once, into an
 * array of their own, of which the outputs may be views. Safe for any number of threads.
 */
public final class ReplyReader {
  private final ReplyFormat format;

  public ReplyReader(ReplyFormat format) {
    this.format = format;
  }

  /** Reads a whole message. */
  Outputs read(InputStream reply) {
    try {
      if (reply instanceof KnownLength) {
        byte[] bytes = new byte[reply.available()];
        if (reply.readNBytes(bytes, 0, bytes.length) == bytes.length && reply.read() < 0) {
          return view(bytes);
        }
        throw malformed("its length is not what gRPC said", null);
      }
      return view(reply.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a whole message; the buffer may be used again afterwards.
   *
   * @throws PredictException INTERNAL if the bytes are no such reply
   */
  public Outputs read(ByteBuffer reply) {
    byte[] bytes = new byte[reply.remaining()];
    reply.get(reply.position(), bytes);
    return view(bytes);
  }

  private Outputs view(byte[] reply) {
    WireReader in = new WireReader(ByteBuffer.wrap(reply));
    try {
      return format.read(in, reply);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw malformed("it ends within a field", e);
    } catch (WireReader.Malformed e) {
      throw malformed(e.getMessage(), e);
    }
  }

  private PredictException malformed(String why, RuntimeException cause) {
    return new PredictException(
        Status.Code.INTERNAL, "reply is no %s: %s".formatted(format.message(), why), cause);
  }
}
