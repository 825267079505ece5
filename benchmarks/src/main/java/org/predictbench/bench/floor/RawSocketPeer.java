package org.predictbench.bench.floor;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.SocketChannel;

/**
 * The client's end. A request is its length in four bytes, then little-endian floats; the reply has
 * {@value #REPLY_BYTES} bytes and begins with that length and the last float. For one thread.
 */
public final class RawSocketPeer implements AutoCloseable {
  /** About what a classifier of a thousand classes answers. */
  static final int REPLY_BYTES = 4096;

  private final SocketChannel channel;
  private final ByteBuffer request;
  private final FloatBuffer body;
  private final ByteBuffer reply =
      ByteBuffer.allocateDirect(REPLY_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Connects to a {@link RawSocketServer}, for requests of that many floats. */
  public RawSocketPeer(SocketAddress address, int floats) throws IOException {
    request =
        ByteBuffer.allocateDirect(Integer.BYTES + Float.BYTES * floats)
            .order(ByteOrder.LITTLE_ENDIAN);
    body = request.position(Integer.BYTES).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    channel = SocketChannel.open(address);
    Sockets.withoutDelay(channel);
  }

  /**
   * Sends all values and waits for the reply, whose length in bytes it returns.
   *
   * @throws IOException if the connection breaks, or the other end did not read what was sent
   */
  public int exchange(float[] values) throws IOException {
    int length = Float.BYTES * values.length;
    request.clear().putInt(0, length);
    body.clear().put(values);
    Sockets.write(channel, request);
    Sockets.read(channel, reply.clear());
    if (reply.getInt(0) != length || reply.getFloat(Integer.BYTES) != values[values.length - 1]) {
      throw new IOException("the other end read something else than was sent");
    }
    return REPLY_BYTES;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
