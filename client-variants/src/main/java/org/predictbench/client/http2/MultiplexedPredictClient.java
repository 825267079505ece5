package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.wire.DirectMethod;

/**
 * Predict over one or a few connections that any number of calls share, without an event loop: a
 * caller that waits writes its request and reads its reply itself, as far as nobody else does it
 * for it. Asynchronous calls have one thread a connection that reads for them.
 *
 * <p>A call that the server cannot have acted on, since it refused it or the connection broke
 * before the request was complete, is sent again within the same deadline.
 */
public final class MultiplexedPredictClient implements PredictClient {
  private static final int MOST_SPARE = 64;

  private final CallRules rules;
  private final SharedConnections connections;
  private final BlockingQueue<StreamCall> spare = new ArrayBlockingQueue<>(MOST_SPARE);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DefaultThreadFactory("predict-client-shared", true));
  private final Executor callbacks;

  /**
   * @param count of connections, which calls take in turn
   * @param callbacks completes asynchronous calls; empty for a thread of the client's own
   */
  public MultiplexedPredictClient(
      Target target,
      DirectMethod method,
      Duration deadline,
      int count,
      Optional<Executor> callbacks) {
    this(
        target,
        method,
        deadline,
        new SharedConnections(target, TargetSockets.to(target), count),
        callbacks);
  }

  /** With connections that a test has its hands on. */
  MultiplexedPredictClient(
      Target target,
      DirectMethod method,
      Duration deadline,
      SharedConnections connections,
      Optional<Executor> callbacks) {
    rules = new CallRules(method, target, deadline);
    this.connections = connections;
    this.callbacks = callbacks.orElse(threads);
  }

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    requireOpen();
    long end = rules.end(options);
    StreamCall call = take();
    try {
      call.request().fill(inputs);
      byte[] block = rules.headers(options);
      for (int attempt = 1; ; attempt++) {
        SharedConnection connection = exchange(call, block, end);
        if (!call.isUnprocessed() || attempt == CallRules.MOST_ATTEMPTS || connections.isClosed()) {
          return answer(call, connection, end);
        }
        block = rules.headers(options, end);
      }
    } catch (OutOfMemoryError e) {
      throw CallRules.outOfMemory(e);
    } finally {
      giveBack(call);
    }
  }

  /** Makes a call once, and waits until it is done; returns what carried it. */
  private SharedConnection exchange(StreamCall call, byte[] block, long end) {
    SharedConnections.Place place = connections.next();
    SharedConnection connection = place.usable();
    if (connection == null) {
      connection = place.connection(end);
    }
    call.begin(block, end);
    if (connection.begin(call)) {
      connection.await(call);
    }
    return connection;
  }

  /**
   * What a call that is done has brought.
   *
   * @throws PredictException if that is no answer
   */
  private Outputs answer(StreamCall call, SharedConnection connection, long end) {
    Optional<Exception> failure = call.failure();
    if (failure.isPresent()) {
      throw failure.get() instanceof IOException lost
          ? connections.failure(connection.lostCode(), "lost the connection to", lost)
          : PredictException.of(failure.get());
    }
    try {
      return rules.method().replies().read(call.reply().message());
    } catch (PredictException e) {
      throw CallRules.lateOr(e, end);
    }
  }

  private StreamCall take() {
    StreamCall call = spare.poll();
    return call == null ? new StreamCall(rules.method().newPrefixedRequest()) : call;
  }

  private void giveBack(StreamCall call) {
    if (call.recycle()) {
      spare.offer(call);
    }
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    requireOpen();
    long end = rules.end(options);
    StreamCall call = take();
    Pending pending;
    try {
      call.request().fill(inputs);
      call.request().copy();
      pending = new Pending(call, options, end);
    } catch (OutOfMemoryError e) {
      call.request().clear();
      return CompletableFuture.failedFuture(CallRules.outOfMemory(e));
    } catch (RuntimeException e) {
      call.request().clear();
      throw e;
    }
    pending.begin();
    return pending;
  }

  /** An asynchronous call, until it is answered or given up. */
  private final class Pending extends CompletableFuture<Outputs> {
    private final StreamCall call;
    private final RequestOptions options;
    private final long end;
    private int attempts;
    private volatile SharedConnection connection;

    Pending(StreamCall call, RequestOptions options, long end) {
      this.call = call;
      this.options = options;
      this.end = end;
    }

    /** Takes the first step, or another attempt's; whatever goes wrong completes the future. */
    void begin() {
      try {
        SharedConnections.Place place = connections.next();
        SharedConnection usable = place.usable();
        if (usable != null) {
          send(usable);
        } else {
          var unused =
              place
                  .connection(end, threads)
                  .orTimeout(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                  .whenComplete(this::onConnection);
        }
      } catch (RejectedExecutionException e) {
        fail(new PredictException(Status.Code.CANCELLED, "the client was closed", e));
      } catch (OutOfMemoryError e) {
        fail(CallRules.outOfMemory(e));
      } catch (RuntimeException | Error e) {
        fail(PredictException.of(e));
      }
    }

    private void onConnection(SharedConnection opened, Throwable failure) {
      if (isDone()) {
        return;
      }
      if (failure == null) {
        try {
          send(opened);
        } catch (RuntimeException | Error e) {
          fail(PredictException.of(e));
        }
      } else if (failure instanceof TimeoutException || end - System.nanoTime() <= 0) {
        fail(
            new PredictException(
                Status.Code.DEADLINE_EXCEEDED, "deadline exceeded: no connection yet", failure));
      } else if (SharedConnections.isTheOpenersOwn(PredictException.of(failure))
          && !connections.isClosed()) {
        begin();
      } else {
        fail(PredictException.of(failure));
      }
    }

    private void send(SharedConnection over) {
      byte[] block = attempts++ == 0 ? rules.headers(options) : rules.headers(options, end);
      connection = over;
      call.begin(block, end, this::onEnd);
      if (!over.begin(call)) {
        onEnd();
      } else if (isCancelled()) {
        over.giveUp(call);
      }
    }

    /** On whichever thread read the reply, or gave the call up. */
    private void onEnd() {
      SharedConnection over = connection;
      over.letGo(call);
      if (isDone()) {
        return;
      }
      if (call.isUnprocessed() && attempts < CallRules.MOST_ATTEMPTS && !connections.isClosed()) {
        begin();
      } else {
        onCallbackThread(() -> deliver(over));
      }
    }

    private void fail(PredictException why) {
      onCallbackThread(() -> completeExceptionally(why));
    }

    private void onCallbackThread(Runnable completion) {
      try {
        callbacks.execute(completion);
      } catch (RuntimeException | Error e) {
        // The client is closed, and its threads with it; or there is no thread to be had.
        completion.run();
      }
    }

    private void deliver(SharedConnection over) {
      boolean isDelivered;
      try {
        isDelivered = complete(answer(call, over, end));
      } catch (RuntimeException | Error e) {
        isDelivered = completeExceptionally(PredictException.of(e));
      }
      // A call that was cancelled meanwhile may still be in the hands of whoever did that.
      if (isDelivered) {
        giveBack(call);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean isCancelled = super.cancel(mayInterruptIfRunning);
      SharedConnection over = connection;
      if (isCancelled && over != null) {
        over.giveUp(call);
      }
      return isCancelled;
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
    threads.shutdown();
  }
}
