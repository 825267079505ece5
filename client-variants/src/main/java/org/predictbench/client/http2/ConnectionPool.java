package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.wire.RequestMessage;

/**
 * The connections of one client: lent to one call at a time, and kept for the next one for about a
 * minute. Safe for any number of threads.
 */
final class ConnectionPool implements AutoCloseable {
  /** Less than the servers' and proxies' own limits, mostly, and more than a pause. */
  static final Duration KEPT = Duration.ofSeconds(60);

  /**
   * How long a connection rests before it is looked after, and again: a server that says goodbye
   * waits for an answer, up to its whole grace, before it ends.
   */
  static final Duration RESTED = Duration.ofMillis(250);

  private final Target target;
  private final Supplier<RequestMessage> requests;
  private final TargetSockets sockets;
  private final LongSupplier nanoClock;
  private final Executor later;
  // Last in, first out: those at its end are the ones that are not needed.
  private final Deque<Http2Connection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean sweepIsDue = new AtomicBoolean();

  /**
   * @param requests makes each connection's own request, prefixed
   */
  ConnectionPool(Target target, Supplier<RequestMessage> requests) {
    this(
        target,
        requests,
        TargetSockets.to(target),
        System::nanoTime,
        CompletableFuture.delayedExecutor(RESTED.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * @param later runs a task after a while
   */
  ConnectionPool(
      Target target,
      Supplier<RequestMessage> requests,
      TargetSockets sockets,
      LongSupplier nanoClock,
      Executor later) {
    this.target = target;
    this.requests = requests;
    this.sockets = sockets;
    this.nanoClock = nanoClock;
    this.later = later;
  }

  /**
   * A connection that was kept and is still good, or else a fresh one.
   *
   * @throws PredictException if there is none to be had
   */
  Http2Connection lend(long deadlineNanos) {
    for (Http2Connection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
      if (kept.isUsable()) {
        return kept;
      }
      sockets.discard(kept.socket());
    }
    return lendFresh(deadlineNanos);
  }

  /**
   * A connection that has carried no call.
   *
   * @throws PredictException if there is none to be had
   */
  Http2Connection lendFresh(long deadlineNanos) {
    DeadlineSocket socket = null;
    Http2Connection fresh = null;
    try {
      socket = sockets.connect(deadlineNanos);
      fresh = new Http2Connection(socket, DataFrames.to(target), requests.get());
      return fresh;
    } catch (IOException e) {
      throw failure(Status.Code.UNAVAILABLE, "no connection to", e);
    } finally {
      if (socket != null && fresh == null) {
        sockets.discard(socket);
      }
    }
  }

  /** What a call failed with that lost its connection, or got none. */
  PredictException failure(Status.Code code, String what, IOException cause) {
    return sockets.failure(target, code, what, cause);
  }

  /** Takes a connection back, for another call or to be closed. */
  void giveBack(Http2Connection connection) {
    if (!connection.isReusable() || sockets.isClosed()) {
      sockets.discard(connection.socket());
      return;
    }
    connection.idleSince(nanoClock.getAsLong());
    idle.addFirst(connection);
    if (sockets.isClosed()) {
      idle.clear();
    }
    sweepLater();
  }

  private void sweepLater() {
    if (!sweepIsDue.get() && sweepIsDue.compareAndSet(false, true)) {
      later.execute(this::sweep);
    }
  }

  private void sweep() {
    long now = nanoClock.getAsLong();
    for (Http2Connection last = idle.peekLast();
        last != null && now - last.idleSince() >= KEPT.toNanos();
        last = idle.peekLast()) {
      // Unless a call was quicker.
      if (idle.removeLastOccurrence(last)) {
        sockets.discard(last.socket());
      }
    }
    lookAfterThoseThatRest(now);
    sweepIsDue.set(false);
    if (!idle.isEmpty()) {
      sweepLater();
    }
  }

  /** Answers what servers say between calls, and closes what they closed. */
  private void lookAfterThoseThatRest(long now) {
    for (Http2Connection each : List.copyOf(idle)) {
      // Taken out and put back one by one, they keep their order.
      if (now - each.idleSince() >= RESTED.toNanos() && idle.removeFirstOccurrence(each)) {
        if (each.isUsable() && !sockets.isClosed()) {
          idle.addLast(each);
        } else {
          sockets.discard(each.socket());
        }
      }
    }
  }

  boolean isClosed() {
    return sockets.isClosed();
  }

  /** Ends the calls that are under way, too. */
  @Override
  public void close() {
    sockets.close();
    idle.clear();
  }
}
