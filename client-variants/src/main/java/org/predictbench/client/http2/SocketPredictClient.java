package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.wire.DirectMethod;
import org.predictbench.client.wire.RequestMessage;

/**
 * Predict spoken by the calling thread itself: it writes the request to the socket, sleeps, and
 * reads the reply. No other thread is woken on the way, which is most of what a small call costs.
 *
 * <p>Connections are kept and lent to one call at a time, so there are as many as there ever were
 * calls in flight. An asynchronous call borrows a thread: for many of those, take Netty.
 */
public final class SocketPredictClient implements PredictClient {
  /** By so much a server's timer may be ahead of ours. */
  private static final long CLOCK_DIFFERENCE_NANOS = 1_000_000;

  private final Target target;
  private final DirectMethod method;
  private final String authority;
  private final Duration deadline;
  private final byte[] headers;

  private final Deque<Http2Connection> idle = new ConcurrentLinkedDeque<>();
  private final Set<Http2Connection> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DefaultThreadFactory("predict-client-socket", true));
  private volatile boolean closed;

  public SocketPredictClient(Target target, DirectMethod method, Duration deadline) {
    this.target = target;
    this.method = method;
    this.deadline = deadline;
    // A socket's path is no host name; servers expect one in :authority.
    authority = target instanceof Target.Tcp ? target.toString() : "localhost";
    headers = GrpcHeaders.request(method.name(), authority, deadline, Map.of());
  }

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    requireOpen();
    Duration within = options.deadline().orElse(deadline);
    long end = System.nanoTime() + within.toNanos();
    byte[] block =
        options.equals(RequestOptions.DEFAULT)
            ? headers
            : GrpcHeaders.request(method.name(), authority, within, options.headers());
    Optional<Outputs> answer = call(block, inputs, end, true);
    return answer.or(() -> call(block, inputs, end, false)).orElseThrow();
  }

  /** Empty if the server did not look at the request, and another attempt is allowed. */
  private Optional<Outputs> call(byte[] block, Inputs inputs, long end, boolean maySendAgain) {
    Http2Connection connection = lend(end);
    RequestMessage request = connection.request();
    try {
      request.fill(inputs);
      return Optional.of(method.replies().read(connection.call(block, request, end)));
    } catch (PredictException e) {
      // Asked here: once given back, the connection may be another caller's.
      if (maySendAgain && connection.refused()) {
        return Optional.empty();
      }
      throw isLate(e, end)
          ? new PredictException(Status.Code.DEADLINE_EXCEEDED, "the server ended the call", e)
          : e;
    } catch (IOException e) {
      throw closed
          ? new PredictException(Status.Code.CANCELLED, "the client was closed", e)
          : unavailable(e);
    } finally {
      request.clear();
      giveBack(connection);
    }
  }

  /** A server whose own clock says that the deadline has passed resets the call as cancelled. */
  private static boolean isLate(PredictException failure, long end) {
    return failure.code() == Status.Code.CANCELLED
        && !Thread.currentThread().isInterrupted()
        && System.nanoTime() - end >= -CLOCK_DIFFERENCE_NANOS;
  }

  private Http2Connection lend(long end) {
    for (Http2Connection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
      if (kept.usable()) {
        return kept;
      }
      discard(kept);
    }
    try {
      Http2Connection fresh = Http2Connection.open(target, method.newPrefixedRequest(), end);
      open.add(fresh);
      if (closed) {
        discard(fresh);
        requireOpen();
      }
      return fresh;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void giveBack(Http2Connection connection) {
    if (connection.answered() && !closed) {
      idle.addFirst(connection);
    } else {
      discard(connection);
    }
  }

  private void discard(Http2Connection connection) {
    open.remove(connection);
    try {
      connection.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private PredictException unavailable(IOException e) {
    return new PredictException(
        Status.Code.UNAVAILABLE, "no connection to %s: %s".formatted(target, e.getMessage()), e);
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    requireOpen();
    method.check().accept(inputs);
    PendingCall pending = new PendingCall();
    pending.running =
        threads.submit(
            () -> {
              try {
                pending.complete(predict(inputs, options));
              } catch (RuntimeException e) {
                pending.completeExceptionally(PredictException.of(e));
              }
            });
    return pending;
  }

  /** Takes its thread along when it is cancelled. */
  private static final class PendingCall extends CompletableFuture<Outputs> {
    private Future<?> running;

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      running.cancel(true);
      return cancelled;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    open.forEach(this::discard);
    idle.clear();
  }
}
