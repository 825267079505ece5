package org.predictbench.client.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.predictbench.client.ElementBuffer;

/**
 * A request that exists only while it is written. gRPC asks for the length first ({@link
 * KnownLength}), takes one buffer of that size and has the message drained into it ({@link
 * Drainable}). Used by one thread at a time.
 */
final class DirectRequest extends InputStream implements Drainable, KnownLength {
  /** Half of a first-level cache, so that the second copy reads what the first wrote. */
  static final int CHUNK = 1 << 14;

  private final RequestMessage message;
  private final ThreadLocal<ElementBuffer> chunks;
  private final Consumer<RequestMessage> release;
  private boolean closed;

  /**
   * @param chunks a buffer of {@link #CHUNK} bytes for each thread
   * @param release takes the message back once the request is closed
   */
  DirectRequest(
      RequestMessage message, ThreadLocal<ElementBuffer> chunks, Consumer<RequestMessage> release) {
    this.message = message;
    this.chunks = chunks;
    this.release = release;
  }

  /** A buffer for {@link #chunks}. */
  static ElementBuffer chunk() {
    return new ElementBuffer(ByteBuffer.allocate(CHUNK));
  }

  @Override
  public int available() {
    return closed ? 0 : message.remaining();
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    int size = available();
    ElementBuffer chunk = chunks.get();
    for (int left = size; left > 0; ) {
      int count = message.read(chunk, 0, CHUNK);
      target.write(chunk.bytes().array(), 0, count);
      left -= count;
    }
    return size;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (available() == 0) {
      return -1;
    }
    ElementBuffer chunk = chunks.get();
    int count = message.read(chunk, 0, Math.min(length, CHUNK));
    chunk.bytes().get(0, target, offset, count);
    return count;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.accept(message);
    }
  }
}
