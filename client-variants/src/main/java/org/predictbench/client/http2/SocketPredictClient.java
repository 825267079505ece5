package org.predictbench.client.http2;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
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
  private final CallRules rules;
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
    rules = new CallRules(method, target, deadline);
    this.connections = connections;
  }

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    requireOpen();
    long end = rules.end(options);
    byte[] block = rules.headers(options);
    try {
      Http2Connection connection = connections.lend(end);
      Optional<Outputs> answer = call(connection, new Attempt(1, block, end), inputs);
      for (int number = 2; answer.isEmpty(); number++) {
        block = rules.headers(options, end);
        connection = connections.lendFresh(end);
        answer = call(connection, new Attempt(number, block, end), inputs);
      }
      return answer.get();
    } catch (OutOfMemoryError e) {
      throw CallRules.outOfMemory(e);
    }
  }

  /**
   * One way over the wire, with what is sent ahead of the request and the time at which it ends.
   */
  private record Attempt(int number, byte[] headers, long end) {
    boolean isLast() {
      return number == CallRules.MOST_ATTEMPTS;
    }
  }

  /** Empty if the server cannot have acted on the request, and another attempt is allowed. */
  private Optional<Outputs> call(Http2Connection connection, Attempt attempt, Inputs inputs) {
    RequestMessage request = connection.request();
    try {
      request.fill(inputs);
      ByteBuffer reply =
          connection.call(attempt.headers(), narrow || attempt.number() > 1, attempt.end());
      return Optional.of(rules.method().replies().read(reply));
    } catch (PredictException e) {
      // Asked here: once given back, the connection may be another caller's.
      if (connection.isRefused() && !attempt.isLast()) {
        if (connection.isNarrow()) {
          narrow = true;
        }
        return Optional.empty();
      }
      throw CallRules.lateOr(e, attempt.end());
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

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    requireOpen();
    rules.method().check().accept(inputs);
    PendingCall pending = new PendingCall();
    try {
      pending.running = threads.submit(() -> pending.run(() -> predict(inputs, options)));
    } catch (RejectedExecutionException e) {
      throw CallRules.closed(e);
    } catch (OutOfMemoryError e) {
      // There is none for a thread.
      pending.completeExceptionally(CallRules.outOfMemory(e));
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
      throw CallRules.closed(null);
    }
  }

  @Override
  public void close() {
    connections.close();
    threads.shutdownNow();
  }
}
