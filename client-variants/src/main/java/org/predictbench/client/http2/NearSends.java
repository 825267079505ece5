package org.predictbench.client.http2;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much the kernel holds of what is sent to a server on the same machine. Left to itself it
 * takes four mebibytes, so that requests of several callers lie in memory, out of the processor's
 * cache, before anybody reads them, and both copies cost more. Between machines a buffer of a fixed
 * size would hold up a long line, so that there it is the kernel's own.
 */
final class NearSends {
  /** Of which the kernel makes twice as much, its own bookkeeping included. */
  private static final int BYTES = 1 << 19;

  private static final Path MOST = Path.of("/proc/sys/net/core/wmem_max");

  /** Where less is allowed, a buffer of one's own is too small for a request. */
  private static final boolean ALLOWED = areAllowed();

  private NearSends() {}

  private static boolean areAllowed() {
    try {
      return Long.parseLong(Files.readString(MOST).strip()) >= BYTES;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  /** Sets the buffer of a socket that is to connect to that address, if it is near. */
  static void limit(SocketChannel channel, SocketAddress address) throws IOException {
    if (ALLOWED
        && address instanceof InetSocketAddress tcp
        && !tcp.isUnresolved()
        && tcp.getAddress().isLoopbackAddress()) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, BYTES);
    }
  }
}
