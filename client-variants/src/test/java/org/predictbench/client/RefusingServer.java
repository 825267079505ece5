package org.predictbench.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.client.http2.Http2;

/**
 * Answers the calls on its first connection with what it is told to, one after the other, and
 * passes those that come after it on.
 */
public final class RefusingServer implements AutoCloseable {
  public static final int PREFACE_BYTES = 24;

  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final AtomicInteger refused = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  public RefusingServer(int behind, byte[]... answers) throws IOException {
    new Thread(
            () -> {
              try {
                Socket first = listener.accept();
                open.add(first);
                new Thread(() -> refuse(first, answers)).start();
                Socket second = listener.accept();
                open.add(second);
                Relay.between(second, new Socket(InetAddress.getLoopbackAddress(), behind));
              } catch (IOException e) {
                // Closed.
              }
            })
        .start();
  }

  private void refuse(Socket connection, byte[]... answers) {
    try {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      in.readNBytes(PREFACE_BYTES);
      while (refused.get() < answers.length) {
        int lengthAndType = in.readInt();
        in.readNBytes(Http2.HEADER_BYTES - Integer.BYTES + (lengthAndType >>> 8));
        if ((lengthAndType & 0xff) == Http2.HEADERS) {
          connection.getOutputStream().write(answers[refused.getAndIncrement()]);
        }
      }
      in.readAllBytes();
    } catch (IOException e) {
      // The client hung up.
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many calls were answered so. */
  public int refused() {
    return refused.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
