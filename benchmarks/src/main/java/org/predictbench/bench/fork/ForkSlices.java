package org.predictbench.bench.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fork's end of its time slices. Without a socket, under plain JMH, no slice is awaited.
 *
 * <p>The harness's end is {@code kind.SliceGranter}.
 */
public final class ForkSlices {
  private final Path socket;
  private SocketChannel harness;

  public ForkSlices(Optional<Path> socket) {
    this.socket = socket.orElse(null);
  }

  /** Waits for the next time slice. */
  public void await() {
    if (socket == null) {
      return;
    }
    try {
      if (harness == null) {
        harness = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        introduce();
      }
      if (harness.read(ByteBuffer.allocate(1)) != 1) {
        throw new IOException("the harness grants no more time slices");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void introduce() throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(Long.BYTES).putLong(0, ProcessHandle.current().pid());
    if (harness.write(pid) != Long.BYTES) {
      throw new IOException("the harness does not listen");
    }
  }

  /** Ends the time slice. */
  public void end() {
    if (harness == null) {
      return;
    }
    try {
      harness.write(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
