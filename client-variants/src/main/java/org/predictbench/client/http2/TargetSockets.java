package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;

/**
 * The sockets that a client has open to its target, those that still connect among them, so that
 * closing ends them all. Safe for any number of threads.
 *
 * <p>A host's addresses are tried in turn, the one that answered last first. All but the last get a
 * share of the time that is left, two seconds at most: enough for a lost packet to be sent again.
 */
final class TargetSockets implements AutoCloseable {
  /** More calls at once than a thread each is good for, and a bound for a caller gone wild. */
  static final int MOST_OPEN = 1024;

  private static final long MOST_NANOS_AN_ADDRESS = TimeUnit.SECONDS.toNanos(2);

  private final Resolver resolver;
  private final Optional<Supplier<SSLEngine>> engines;
  private final int most;
  private final Set<DeadlineSocket> open = ConcurrentHashMap.newKeySet();
  private volatile SocketAddress answeredLast;
  private volatile boolean closed;

  /** Sockets that carry plain bytes. */
  TargetSockets(Resolver resolver, int most) {
    this(resolver, Optional.empty(), most);
  }

  private TargetSockets(Resolver resolver, Optional<Supplier<SSLEngine>> engines, int most) {
    this.resolver = resolver;
    this.engines = engines;
    this.most = most;
  }

  /**
   * As many as a client should need, which speak TLS if the target does.
   *
   * @throws IllegalArgumentException if its keys cannot be read
   */
  static TargetSockets to(Target target) {
    return new TargetSockets(Resolver.of(target), TlsEngines.of(target), MOST_OPEN);
  }

  /** Gives a target's addresses, at least one. */
  @FunctionalInterface
  interface Resolver {

    /**
     * The addresses.
     *
     * @throws IOException if there are none, or this was closed meanwhile
     * @throws PredictException at the deadline or by interrupt
     */
    List<SocketAddress> addresses(long deadlineNanos) throws IOException;

    /** Ends every wait, and allows no new ones. */
    default void close() {}

    /** The system's own. */
    static Resolver of(Target target) {
      if (target instanceof Target.Unix unix) {
        return deadline -> List.of(UnixDomainSocketAddress.of(unix.path()));
      }
      Target.Tcp tcp =
          target instanceof Target.Tls secure ? secure.endpoint() : (Target.Tcp) target;
      return HostLookup.isAddress(tcp.host())
          ? deadline -> lookUp(tcp)
          : new HostLookup(tcp.host(), () -> lookUp(tcp));
    }

    private static List<SocketAddress> lookUp(Target.Tcp tcp) throws IOException {
      List<SocketAddress> addresses = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(tcp.host())) {
        addresses.add(new InetSocketAddress(address, tcp.port()));
      }
      return addresses;
    }
  }

  /**
   * Connects to the first address that accepts.
   *
   * @throws IOException if none does, or these sockets were closed meanwhile
   * @throws PredictException at the deadline or by interrupt; RESOURCE_EXHAUSTED if too many are
   *     open
   */
  DeadlineSocket connect(long deadlineNanos) throws IOException {
    if (open.size() >= most) {
      throw new PredictException(
          Status.Code.RESOURCE_EXHAUSTED,
          ("%d calls are in flight, each on a connection of its own; a client that shares one"
                  + " carries more")
              .formatted(most));
    }
    List<SocketAddress> addresses = inOrder(resolver.addresses(deadlineNanos));
    IOException failure = null;
    for (int i = 0; i < addresses.size(); i++) {
      SocketAddress address = addresses.get(i);
      int left = addresses.size() - i;
      try {
        DeadlineSocket socket = connect(address, left, deadlineNanos);
        answeredLast = address;
        return socket;
      } catch (IOException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure;
  }

  private List<SocketAddress> inOrder(List<SocketAddress> addresses) {
    SocketAddress first = answeredLast;
    if (first == null || addresses.size() == 1 || !addresses.contains(first)) {
      return addresses;
    }
    List<SocketAddress> ordered = new ArrayList<>(addresses);
    ordered.remove(first);
    ordered.add(0, first);
    return ordered;
  }

  private DeadlineSocket connect(SocketAddress address, int left, long deadlineNanos)
      throws IOException {
    long share = Math.min(MOST_NANOS_AN_ADDRESS, (deadlineNanos - System.nanoTime()) / left);
    long end = left == 1 ? deadlineNanos : System.nanoTime() + share;
    DeadlineSocket socket = DeadlineSocket.to(address, engines.map(Supplier::get));
    boolean connected = false;
    try {
      open.add(socket);
      if (closed) {
        throw new IOException("closed meanwhile");
      }
      socket.connect(end);
      connected = true;
      return socket;
    } catch (PredictException e) {
      if (e.code() != Status.Code.DEADLINE_EXCEEDED) {
        throw e;
      }
      if (left > 1) {
        throw new IOException(address + " does not answer", e);
      }
      throw new PredictException(
          e.code(), "deadline exceeded: %s does not answer".formatted(address), e);
    } finally {
      if (!connected) {
        discard(socket);
      }
    }
  }

  /** What a call failed with that lost its connection to the target, or got none. */
  PredictException failure(Target target, Status.Code code, String what, IOException cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return closed
        ? new PredictException(Status.Code.CANCELLED, "the client was closed", cause)
        : new PredictException(code, "%s %s: %s".formatted(what, target, why), cause);
  }

  /** Closes a socket that is of no more use. */
  void discard(DeadlineSocket socket) {
    open.remove(socket);
    socket.close();
  }

  int size() {
    return open.size();
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends every wait on these sockets, and allows no new ones. */
  @Override
  public void close() {
    closed = true;
    resolver.close();
    open.forEach(this::discard);
  }
}
