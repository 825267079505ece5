package org.predictbench.server.launch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.predictbench.server.config.ServerTarget;

/** A server that somebody else runs. Immutable; holds no connection. */
public record ExternalServer(ServerTarget target) {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  /**
   * Reads where it is.
   *
   * @param target {@code host:port} or {@code unix:path}
   * @throws IllegalArgumentException with one line that says what is wrong with it
   */
  public static ExternalServer of(String target) {
    return new ExternalServer(ServerTarget.parse(target));
  }

  /**
   * Returns once somebody accepts a connection there; whether it speaks gRPC is not asked.
   *
   * @throws IOException "nobody listens on HOST:PORT (waited 10 s)", or that the host is unknown,
   *     with the last failure as cause
   */
  public void awaitListening(Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      // At least a millisecond, so that a limit of zero still tries once.
      long leftMillis = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
      try {
        connect(Math.toIntExact(Math.min(leftMillis, Integer.MAX_VALUE)));
        return;
      } catch (IOException e) {
        if (System.nanoTime() + BETWEEN_TRIES.toNanos() >= deadline) {
          String waited = Durations.format(limit);
          String problem =
              e instanceof UnknownHostException
                  ? "no address is known for the host of " + target
                  : "nobody listens on " + target;
          throw new IOException(problem + " (waited " + waited + ")", e);
        }
        Thread.sleep(BETWEEN_TRIES.toMillis());
      }
    }
  }

  private void connect(int timeoutMillis) throws IOException {
    SocketAddress address = target.address();
    if (address instanceof InetSocketAddress) {
      try (Socket socket = new Socket()) {
        socket.connect(address, timeoutMillis);
      }
    } else {
      // A Unix domain socket answers at once, yes or no.
      SocketChannel.open(address).close();
    }
  }
}
