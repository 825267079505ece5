package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.predictbench.client.PredictException;

/** Cuts what a socket gives into whole frames. For one thread at a time. */
final class FrameReader {
  private static final int BUFFER_BYTES = 4 * (Http2.HEADER_BYTES + Http2.MAX_FRAME);

  private static final int PRIORITY_BYTES = 5;

  /** "HTTP", where a frame would have its length and type. */
  private static final int HTTP_1 = 0x48545450;

  /** An alert of TLS, any version from 1.0 on, where a frame would have its length. */
  private static final int TLS_ALERT = 0x1503;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Handler handler;

  FrameReader(Handler handler) {
    this.handler = handler;
  }

  /** Takes one frame; the payload's bytes are good until it returns. */
  @FunctionalInterface
  interface Handler {
    void frame(int type, int flags, int stream, ByteBuffer payload);
  }

  /**
   * Reads what is there and hands out the frames that are whole.
   *
   * @return how many bytes came; -1 once the other end has closed
   * @throws PredictException INTERNAL if what came is no HTTP/2
   */
  int readFrom(DeadlineSocket socket) throws IOException {
    int count = socket.read(buffer);
    buffer.flip();
    try {
      while (handOut()) {}
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw malformed("a frame too short for what it says");
    } finally {
      buffer.compact();
    }
    return count;
  }

  private boolean handOut() {
    if (buffer.remaining() < Http2.HEADER_BYTES) {
      return false;
    }
    int start = buffer.position();
    int lengthAndType = buffer.getInt(start);
    int length = lengthAndType >>> 8;
    if (lengthAndType == HTTP_1) {
      throw malformed("a reply of HTTP/1; is this the port of REST?");
    }
    if (lengthAndType >>> 16 == TLS_ALERT) {
      throw malformed("an alert of TLS; is it to be spoken to as tls:HOST:PORT?");
    }
    if (length > Http2.MAX_FRAME) {
      throw malformed("a frame of " + length + " bytes");
    }
    int end = start + Http2.HEADER_BYTES + length;
    if (end > buffer.limit()) {
      return false;
    }
    int flags = buffer.get(start + 4);
    int stream = buffer.getInt(start + 5) & Integer.MAX_VALUE;
    int limit = buffer.limit();
    buffer.limit(end).position(start + Http2.HEADER_BYTES);
    handler.frame(lengthAndType & 0xff, flags, stream, buffer);
    buffer.limit(limit).position(end);
    return true;
  }

  /** Takes the padding off a payload that has one. */
  static void unpad(int flags, ByteBuffer payload) {
    if ((flags & Http2.PADDED) != 0) {
      int padding = Byte.toUnsignedInt(payload.get());
      payload.limit(payload.limit() - padding);
    }
  }

  /** The same for headers, off which it takes a priority as well. */
  static void unpadHeaders(int flags, ByteBuffer payload) {
    unpad(flags, payload);
    if ((flags & Http2.PRIORITY) != 0) {
      payload.position(payload.position() + PRIORITY_BYTES);
    }
  }

  private static PredictException malformed(String what) {
    return new PredictException(
        Status.Code.INTERNAL, "the server speaks no HTTP/2: it sent " + what);
  }
}
