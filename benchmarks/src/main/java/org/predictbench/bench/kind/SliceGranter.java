package org.predictbench.bench.kind;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.predictbench.bench.fork.ForkSlices;

/**
 * The harness's end of a fork's time slices: a Unix socket on which one byte grants a slice and one
 * byte returns it, after the fork has sent its process id. Its counterpart is {@link ForkSlices}.
 *
 * <p>{@link #close} may come from any thread and ends every wait; all else is for one thread.
 */
public final class SliceGranter implements AutoCloseable {
  private final ServerSocketChannel listener;
  private volatile SocketChannel fork;
  private long pid;

  private SliceGranter(ServerSocketChannel listener) {
    this.listener = listener;
  }

  public static SliceGranter listen(Path socket) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      return new SliceGranter(listener.bind(UnixDomainSocketAddress.of(socket)));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** Waits until the fork asks for its first time slice; false if it ended before. */
  public boolean awaitFork() {
    try {
      fork = listener.accept();
      ByteBuffer sent = ByteBuffer.allocate(Long.BYTES);
      if (fork.read(sent) != Long.BYTES) {
        return false;
      }
      pid = sent.getLong(0);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The fork's process, once it has asked for its first time slice. */
  long pid() {
    return pid;
  }

  /** Grants a time slice; false if the fork is gone. */
  boolean grant() {
    try {
      return fork != null && fork.write(ByteBuffer.allocate(1)) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until the fork ends its time slice; false if the fork itself ended instead. */
  boolean awaitEnd() {
    try {
      return fork.read(ByteBuffer.allocate(1)) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      if (fork != null) {
        fork.close();
      }
    } catch (IOException e) {
      // Whoever waits on it has been woken, which is all this is for.
    }
  }
}
