package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.predictbench.client.PredictException;

/**
 * Looks a target up on a thread of its own, since the system's own look-up takes as long as it
 * takes. Those who want it at the same time share it. Safe for any number of threads.
 */
final class HostLookup implements TargetSockets.Resolver {
  private static final ThreadFactory THREADS =
      new DefaultThreadFactory("predict-client-lookup", true);

  private final String host;
  private final Names names;
  // Under this object's lock; null while nobody looks.
  private CompletableFuture<List<SocketAddress>> running;
  private boolean closed;

  HostLookup(String host, Names names) {
    this.host = host;
    this.names = names;
  }

  /** Knows addresses, and may take its time. */
  @FunctionalInterface
  interface Names {
    List<SocketAddress> addresses() throws IOException;
  }

  /** Whether that is an address itself, which needs no look-up. */
  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || NetUtil.isValidIpV4Address(host);
  }

  @Override
  public List<SocketAddress> addresses(long deadlineNanos) throws IOException {
    CompletableFuture<List<SocketAddress>> lookup = running();
    try {
      return lookup.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new PredictException(
          Status.Code.DEADLINE_EXCEEDED,
          "deadline exceeded: the look-up of %s takes longer".formatted(host),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PredictException(Status.Code.CANCELLED, "the caller was interrupted", e);
    }
  }

  private synchronized CompletableFuture<List<SocketAddress>> running() throws IOException {
    if (closed) {
      throw closedMeanwhile();
    }
    if (running == null) {
      CompletableFuture<List<SocketAddress>> lookup = new CompletableFuture<>();
      THREADS.newThread(() -> look(lookup)).start();
      running = lookup;
    }
    return running;
  }

  private void look(CompletableFuture<List<SocketAddress>> lookup) {
    try {
      lookup.complete(names.addresses());
    } catch (IOException | RuntimeException e) {
      lookup.completeExceptionally(e);
    } finally {
      forget();
    }
  }

  private synchronized void forget() {
    running = null;
  }

  private static IOException closedMeanwhile() {
    return new IOException("closed meanwhile");
  }

  /** Ends the waits; the look-up itself ends when it does. */
  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.completeExceptionally(closedMeanwhile());
    }
  }
}
