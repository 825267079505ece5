package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.predictbench.client.PredictException;

/**
 * What is due before the next frame of data: the preface, a call's headers, and answers to the
 * server's own frames. For one thread at a time.
 */
final class DueFrames {
  private static final int MOST_ANSWERS = 1000;
  private static final int LARGEST_ANSWER = Http2.HEADER_BYTES + Long.BYTES;
  private static final int PREFACE_ROOM = 100;

  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(
          PREFACE_ROOM + Http2.HEADER_BYTES + Http2.MAX_FRAME + MOST_ANSWERS * LARGEST_ANSWER);

  private int answers;

  /** Begins with the preface. */
  DueFrames() {
    Http2.preface(buffer);
  }

  boolean isEmpty() {
    return buffer.position() == 0;
  }

  /** Adds a call's headers. */
  void headers(byte[] block, int stream) {
    if (buffer.remaining() < Http2.HEADER_BYTES + block.length) {
      throw unread();
    }
    Http2.header(buffer, block.length, Http2.HEADERS, Http2.END_HEADERS, stream);
    buffer.put(block);
  }

  /**
   * Where one more answer goes.
   *
   * @throws PredictException UNAVAILABLE if the server asks and asks, and reads no answer
   */
  ByteBuffer answer() {
    if (++answers > MOST_ANSWERS || buffer.remaining() < LARGEST_ANSWER) {
      throw unread();
    }
    return buffer;
  }

  private static PredictException unread() {
    return new PredictException(Status.Code.UNAVAILABLE, "the server asks more than it reads");
  }

  /** Writes what there is room for; returns whether that was all. */
  boolean writeTo(DeadlineSocket socket) throws IOException {
    buffer.flip();
    try {
      socket.write(buffer);
    } finally {
      buffer.compact();
    }
    if (!isEmpty()) {
      return false;
    }
    answers = 0;
    return true;
  }
}
