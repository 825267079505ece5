package org.predictbench.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes bytes on in both directions and counts who came. */
public final class CountingRelay implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final int behind;

  public CountingRelay(int behind) throws IOException {
    this.behind = behind;
    new Thread(this::accept).start();
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int connections() {
    return accepted.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket front = listener.accept();
        accepted.add(front);
        Socket back = new Socket(InetAddress.getLoopbackAddress(), behind);
        Relay.between(front, back);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
