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

  /** What it holds at most, unless a call's headers are longer than a frame. */
  static final int MOST_BYTES =
      PREFACE_ROOM + Http2.HEADER_BYTES + Http2.MAX_FRAME + MOST_ANSWERS * LARGEST_ANSWER;

  private final ByteBuffer usual = ByteBuffer.allocateDirect(MOST_BYTES);

  // Another one only while it holds headers that the usual one has no room for.
  private ByteBuffer buffer = usual;
  private int answers;

  /** Begins with the preface. */
  DueFrames() {
    Http2.preface(buffer);
  }

  boolean isEmpty() {
    return buffer.position() == 0;
  }

  /** Adds a call's headers, in as many frames as they need. */
  void headers(byte[] block, int stream) {
    reserve(Http2.headersSize(block));
    Http2.headers(buffer, block, stream);
  }

  private void reserve(int bytes) {
    if (buffer.remaining() >= bytes) {
      return;
    }
    buffer.flip();
    ByteBuffer larger =
        ByteBuffer.allocate(buffer.remaining() + bytes + MOST_ANSWERS * LARGEST_ANSWER);
    larger.put(buffer);
    buffer.clear();
    buffer = larger;
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
    if (!isEmpty() || !socket.flush()) {
      return false;
    }
    onWritten();
    return true;
  }

  /** Moves all of it to a buffer that has room for {@link #MOST_BYTES}. */
  void moveTo(ByteBuffer out) {
    out.put(buffer.flip());
    buffer.clear();
    onWritten();
  }

  private void onWritten() {
    answers = 0;
    buffer = usual;
  }
}
