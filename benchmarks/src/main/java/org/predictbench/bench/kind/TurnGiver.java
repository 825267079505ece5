package org.predictbench.bench.kind;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.predictbench.bench.fork.TurnTaker;

/**
 * The harness's end of a fork's turns: a Unix socket on which one byte gives the turn and one byte
 * returns it, after the fork has told its process id. Its counterpart is {@link TurnTaker}.
 *
 * <p>{@link #close} may come from any thread and ends every wait; all else is for one thread.
 */
public final class TurnGiver implements AutoCloseable {
  private final ServerSocketChannel listener;
  private volatile SocketChannel fork;
  private long pid;

  private TurnGiver(ServerSocketChannel listener) {
    this.listener = listener;
  }

  public static TurnGiver listen(Path socket) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      return new TurnGiver(listener.bind(UnixDomainSocketAddress.of(socket)));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** Waits until the fork asks for its first turn; false if it ended before. */
  public boolean awaitFork() {
    try {
      fork = listener.accept();
      ByteBuffer told = ByteBuffer.allocate(Long.BYTES);
      if (fork.read(told) != Long.BYTES) {
        return false;
      }
      pid = told.getLong(0);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The fork's process, once it has asked for its first turn. */
  long pid() {
    return pid;
  }

  /** Gives the turn; false if the fork is gone. */
  boolean give() {
    try {
      return fork != null && fork.write(ByteBuffer.allocate(1)) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until the fork returns its turn; false if it ended instead. */
  boolean awaitReturn() {
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
