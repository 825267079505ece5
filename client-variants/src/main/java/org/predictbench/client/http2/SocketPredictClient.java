package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
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
 * <p>A connection carries one call at a time and is kept for another for about a minute, so there
 * are as many as there lately were calls in flight. An asynchronous call borrows a thread: for many
 * of those, take Netty.
 *
 * <p>A call that the server cannot have acted on, since it refused it or the connection broke
 * before the request was complete, is sent again on a fresh connection, within the same deadline.
 */
public final class SocketPredictClient implements PredictClient {
  /** By so much a server's timer may be ahead of ours. */
  private static final long CLOCK_DIFFERENCE_NANOS = 1_000_000;

  /** The first try and two more, each on a connection of its own. */
  private static final int MOST_ATTEMPTS = 3;

  private final DirectMethod method;
  private final String authority;
  private final Duration deadline;
  private final byte[] headers;
  private final ConnectionPool connections;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DefaultThreadFactory("predict-client-socket", true));
  // Whether this server once took less at first than HTTP/2's own windows.
  private volatile boolean narrow;

  public SocketPredictClient(Target target, DirectMethod method, Duration deadline) {
    this(target, method, deadline, new ConnectionPool(target, method::newPrefixedRequest));
  }

  /** With connections that a test has its hands on. */
  SocketPredictClient(
      Target target, DirectMethod method, Duration deadline, ConnectionPool connections) {
    this.method = method;
    this.deadline = deadline;
    this.connections = connections;
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
    try {
      Http2Connection connection = connections.lend(end);
      Optional<Outputs> answer = call(connection, new Attempt(1, block, end), inputs);
      for (int number = 2; answer.isEmpty(); number++) {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        block = GrpcHeaders.request(method.name(), authority, left, options.headers());
        connection = connections.lendFresh(end);
        answer = call(connection, new Attempt(number, block, end), inputs);
      }
      return answer.get();
    } catch (OutOfMemoryError e) {
      throw outOfMemory(e);
    }
  }

  /**
   * One way over the wire, with what is sent ahead of the request and the time at which it ends.
   */
  private record Attempt(int number, byte[] headers, long end) {
    boolean isLast() {
      return number == MOST_ATTEMPTS;
    }
  }

  /** Empty if the server cannot have acted on the request, and another attempt is allowed. */
  private Optional<Outputs> call(Http2Connection connection, Attempt attempt, Inputs inputs) {
    RequestMessage request = connection.request();
    try {
      request.fill(inputs);
      ByteBuffer reply =
          connection.call(attempt.headers(), narrow || attempt.number() > 1, attempt.end());
      return Optional.of(method.replies().read(reply));
    } catch (PredictException e) {
      // Asked here: once given back, the connection may be another caller's.
      if (connection.isRefused() && !attempt.isLast()) {
        if (connection.isNarrow()) {
          narrow = true;
        }
        return Optional.empty();
      }
      throw isLate(e, attempt.end())
          ? new PredictException(Status.Code.DEADLINE_EXCEEDED, "the server ended the call", e)
          : e;
    } catch (IOException e) {
      if (!connection.isPerhapsProcessed() && !attempt.isLast() && !connections.isClosed()) {
        return Optional.empty();
      }
      throw connections.failure(connection.lostCode(), "lost the connection to", e);
    } finally {
      request.clear();
      connections.giveBack(connection);
    }
  }

  /** A server whose own clock says that the deadline has passed resets the call as cancelled. */
  private static boolean isLate(PredictException failure, long end) {
    return failure.code() == Status.Code.CANCELLED
        && !Thread.currentThread().isInterrupted()
        && System.nanoTime() - end >= -CLOCK_DIFFERENCE_NANOS;
  }

  private static PredictException outOfMemory(OutOfMemoryError error) {
    return new PredictException(
        Status.Code.RESOURCE_EXHAUSTED,
        "no memory for one more call: " + error.getMessage(),
        error);
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    requireOpen();
    method.check().accept(inputs);
    PendingCall pending = new PendingCall();
    try {
      pending.running = threads.submit(() -> pending.run(() -> predict(inputs, options)));
    } catch (RejectedExecutionException e) {
      throw closed(e);
    } catch (OutOfMemoryError e) {
      // There is none for a thread.
      pending.completeExceptionally(outOfMemory(e));
    }
    return pending;
  }

  /** Takes its thread along when it is cancelled. */
  private static final class PendingCall extends CompletableFuture<Outputs> {
    private Future<?> running;

    void run(Supplier<Outputs> call) {
      try {
        complete(call.get());
      } catch (RuntimeException | Error e) {
        completeExceptionally(PredictException.of(e));
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (running != null) {
        running.cancel(true);
      }
      return cancelled;
    }
  }

  private void requireOpen() {
    if (connections.isClosed()) {
      throw closed(null);
    }
  }

  private static IllegalStateException closed(Throwable cause) {
    return new IllegalStateException("the client is closed", cause);
  }

  @Override
  public void close() {
    connections.close();
    threads.shutdownNow();
  }
}
