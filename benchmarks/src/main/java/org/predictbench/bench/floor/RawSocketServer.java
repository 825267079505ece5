package org.predictbench.bench.floor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.predictbench.bench.process.ParentWatch;

/** The other end: a process that reads each request whole and answers. Ends with its parent. */
public final class RawSocketServer {
  private static final int MAX_REQUEST_BYTES = 1 << 28;

  private RawSocketServer() {}

  /** The process; its argument is a path to listen on, or empty for a free TCP port. */
  public static void main(String[] args) throws IOException {
    ParentWatch.start();
    try (ServerSocketChannel listener = Sockets.listen(args[0])) {
      System.out.println(Sockets.port(listener));
      System.out.flush();
      while (true) {
        SocketChannel connection = listener.accept();
        new Thread(() -> serve(connection)).start();
      }
    }
  }

  private static void serve(SocketChannel connection) {
    ByteBuffer length = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer reply =
        ByteBuffer.allocateDirect(RawSocketPeer.REPLY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer body = ByteBuffer.allocateDirect(0);
    try (connection) {
      Sockets.withoutDelay(connection);
      while (true) {
        Sockets.read(connection, length.clear());
        int bytes = length.getInt(0);
        if (bytes < Float.BYTES || bytes > MAX_REQUEST_BYTES) {
          throw new IOException("a request of " + bytes + " bytes");
        }
        if (body.capacity() < bytes) {
          body = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        Sockets.read(connection, body.clear().limit(bytes));
        reply.clear().putInt(0, bytes);
        reply.putFloat(Integer.BYTES, body.getFloat(bytes - Float.BYTES));
        Sockets.write(connection, reply);
      }
    } catch (EOFException e) {
      // The client is done.
    } catch (IOException e) {
      System.err.println("raw socket: " + e.getMessage());
    }
  }
}
