package org.predictbench.bench.floor;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Blocking channels on this host, and whole buffers over them. */
final class Sockets {
  /** So many may connect at once; a Unix socket refuses those beyond at once. */
  private static final int BACKLOG = 1024;

  private Sockets() {}

  /** Listens on a path, or with an empty one on a free TCP port of loopback. */
  static ServerSocketChannel listen(String path) throws IOException {
    return path.isEmpty()
        ? ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG)
        : ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(path), BACKLOG);
  }

  /** The port that it has; 0 for a path. */
  static int port(ServerSocketChannel listener) throws IOException {
    return listener.getLocalAddress() instanceof InetSocketAddress tcp ? tcp.getPort() : 0;
  }

  /** Sends what is written at once, where that is a choice. */
  static void withoutDelay(SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  /** Fills the buffer. */
  static void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other end closed the connection");
      }
    }
  }

  /** Empties the buffer. */
  static void write(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
