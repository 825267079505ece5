package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.predictbench.client.PredictException;

/**
 * A socket whose every wait ends: with readiness, at a deadline, or by interrupt. A blocking socket
 * of java.nio has no timeouts, so this one never blocks but in its selector. For one thread at a
 * time that reads and waits, and one that writes, who may be two; any thread may close it.
 */
final class DeadlineSocket implements AutoCloseable {
  private static final int READY_NANOS_ROUNDING = 999_999;

  private final SocketAddress address;
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  // Null where the wire carries plain bytes.
  private final TlsLayer tls;

  private DeadlineSocket(
      SocketAddress address, SocketChannel channel, Selector selector, TlsLayer tls)
      throws IOException {
    this.tls = tls;
    this.address = address;
    this.channel = channel;
    this.selector = selector;
    channel.configureBlocking(false);
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    NearSends.limit(channel, address);
    key = channel.register(selector, 0);
  }

  /** A socket that is still to be connected, and carries plain bytes. */
  static DeadlineSocket to(SocketAddress address) throws IOException {
    return to(address, Optional.empty());
  }

  /** The same, which speaks TLS if there is an engine for that, nobody else's. */
  static DeadlineSocket to(SocketAddress address, Optional<SSLEngine> engine) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    Selector selector = null;
    DeadlineSocket socket = null;
    try {
      selector = Selector.open();
      socket =
          new DeadlineSocket(address, channel, selector, engine.map(TlsLayer::new).orElse(null));
      return socket;
    } finally {
      if (socket == null) {
        channel.close();
        if (selector != null) {
          selector.close();
        }
      }
    }
  }

  /**
   * Connects, and agrees on keys if it speaks TLS.
   *
   * @param deadlineNanos on the clock of {@link System#nanoTime}, as everywhere here
   * @throws IOException if nobody accepts, or the socket was closed meanwhile
   * @throws PredictException at the deadline or by interrupt
   */
  void connect(long deadlineNanos) throws IOException {
    try {
      if (!channel.connect(address)) {
        while (!channel.finishConnect()) {
          await(SelectionKey.OP_CONNECT, deadlineNanos);
        }
      }
      if (tls != null) {
        tls.handshake(
            channel,
            toWrite ->
                await(toWrite ? SelectionKey.OP_WRITE : SelectionKey.OP_READ, deadlineNanos));
      }
    } catch (UnsupportedAddressTypeException e) {
      throw new IOException("this machine has no such addresses as " + address, e);
    }
  }

  /** Reads what is there; 0 if nothing is, -1 if the other end has closed. */
  int read(ByteBuffer target) throws IOException {
    return tls == null ? channel.read(target) : tls.read(channel, target);
  }

  /**
   * Writes what there is room for, perhaps nothing. What it took is not all on its way before
   * {@link #flush} says so.
   */
  int write(ByteBuffer source) throws IOException {
    return tls == null ? channel.write(source) : tls.write(channel, source);
  }

  /** Returns whether everything that was taken is on its way. */
  boolean flush() throws IOException {
    return tls == null || tls.flush(channel);
  }

  void awaitReadable(long deadlineNanos) throws IOException {
    await(SelectionKey.OP_READ, deadlineNanos);
  }

  /** Waits for either; returns whether there is something to read. */
  boolean awaitReadableOrWritable(long deadlineNanos) throws IOException {
    await(SelectionKey.OP_READ | SelectionKey.OP_WRITE, deadlineNanos);
    try {
      return key.isReadable() || hasMore();
    } catch (CancelledKeyException e) {
      throw closedMeanwhile(e);
    }
  }

  private void await(int operations, long deadlineNanos) throws IOException {
    if (select(operations, deadlineNanos - System.nanoTime())) {
      return;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new PredictException(Status.Code.CANCELLED, "the caller was interrupted");
    }
    if (deadlineNanos - System.nanoTime() <= 0) {
      throw new PredictException(Status.Code.DEADLINE_EXCEEDED, "deadline exceeded");
    }
  }

  /**
   * Waits at most so long, until there is something to read, or room to write if that is asked for,
   * or the thread is interrupted, or another one calls {@link #wakeUp}. Returns whether it is
   * ready.
   */
  boolean awaitReadiness(boolean toWrite, long nanos) throws IOException {
    return select(
        toWrite ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ, nanos);
  }

  /** Ends the wait of the thread that waits, or the next one. Any thread may. */
  void wakeUp() {
    selector.wakeup();
  }

  /** Whether there is something to read that is no longer on the wire. */
  private boolean hasMore() {
    return tls != null && tls.hasMore();
  }

  private boolean select(int operations, long nanos) throws IOException {
    if ((operations & SelectionKey.OP_READ) != 0 && hasMore()) {
      return true;
    }
    try {
      if (key.interestOps() != operations) {
        key.interestOps(operations);
      }
      return nanos > 0
          && selector.select(k -> {}, TimeUnit.NANOSECONDS.toMillis(nanos + READY_NANOS_ROUNDING))
              > 0;
    } catch (ClosedSelectorException | CancelledKeyException e) {
      throw closedMeanwhile(e);
    }
  }

  private static IOException closedMeanwhile(RuntimeException cause) {
    return new IOException("closed meanwhile", cause);
  }

  /** Any thread may; a thread that waits gets an IOException. */
  @Override
  public void close() {
    try (selector) {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
