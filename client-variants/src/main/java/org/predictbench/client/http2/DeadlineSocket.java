package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;

/**
 * A socket whose every wait ends: with readiness, at a deadline, or by interrupt. A blocking socket
 * of java.nio has no timeouts, so this one never blocks but in its selector. For one thread at a
 * time; any thread may close it.
 */
final class DeadlineSocket implements AutoCloseable {
  private static final int READY_NANOS_ROUNDING = 999_999;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  private DeadlineSocket(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.selector = selector;
    channel.configureBlocking(false);
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    key = channel.register(selector, 0);
  }

  /**
   * Connects to the first address of the target that accepts.
   *
   * @param deadlineNanos on the clock of {@link System#nanoTime}, as everywhere here
   * @throws IOException if none does
   * @throws PredictException at the deadline or by interrupt
   */
  static DeadlineSocket connect(Target target, long deadlineNanos) throws IOException {
    IOException refused = null;
    for (SocketAddress address : addresses(target)) {
      try {
        return connect(address, deadlineNanos);
      } catch (IOException e) {
        if (refused != null) {
          e.addSuppressed(refused);
        }
        refused = e;
      }
    }
    throw refused;
  }

  private static List<SocketAddress> addresses(Target target) throws IOException {
    if (target instanceof Target.Unix unix) {
      return List.of(UnixDomainSocketAddress.of(unix.path()));
    }
    Target.Tcp tcp = (Target.Tcp) target;
    List<SocketAddress> addresses = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(tcp.host())) {
      addresses.add(new InetSocketAddress(address, tcp.port()));
    }
    return addresses;
  }

  private static DeadlineSocket connect(SocketAddress address, long deadlineNanos)
      throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    Selector selector = null;
    try {
      selector = Selector.open();
      DeadlineSocket socket = new DeadlineSocket(channel, selector);
      if (!channel.connect(address)) {
        while (!channel.finishConnect()) {
          socket.await(SelectionKey.OP_CONNECT, deadlineNanos);
        }
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw e;
    }
  }

  /** Reads what is there; 0 if nothing is, -1 if the other end has closed. */
  int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  /** Writes what there is room for, perhaps nothing. */
  int write(ByteBuffer source) throws IOException {
    return channel.write(source);
  }

  void awaitReadable(long deadlineNanos) throws IOException {
    await(SelectionKey.OP_READ, deadlineNanos);
  }

  /** Waits for either; returns whether there is something to read. */
  boolean awaitReadableOrWritable(long deadlineNanos) throws IOException {
    await(SelectionKey.OP_READ | SelectionKey.OP_WRITE, deadlineNanos);
    return key.isReadable();
  }

  private void await(int operations, long deadlineNanos) throws IOException {
    try {
      if (key.interestOps() != operations) {
        key.interestOps(operations);
      }
      long nanos = deadlineNanos - System.nanoTime();
      int ready =
          nanos <= 0
              ? 0
              : selector.select(
                  k -> {}, TimeUnit.NANOSECONDS.toMillis(nanos + READY_NANOS_ROUNDING));
      if (ready > 0) {
        return;
      }
    } catch (ClosedSelectorException e) {
      throw new IOException("closed meanwhile", e);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new PredictException(Status.Code.CANCELLED, "the caller was interrupted");
    }
    if (deadlineNanos - System.nanoTime() <= 0) {
      throw new PredictException(Status.Code.DEADLINE_EXCEEDED, "deadline exceeded");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
