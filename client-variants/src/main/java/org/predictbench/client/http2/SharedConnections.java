package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;

/**
 * The few connections that a client's calls share, in turn. Each is opened when it is first needed,
 * and anew when it is lost. Safe for any number of threads.
 */
final class SharedConnections implements AutoCloseable {
  private final Target target;
  private final TargetSockets sockets;
  private final List<Place> places = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  SharedConnections(Target target, TargetSockets sockets, int count) {
    this.target = target;
    this.sockets = sockets;
    for (int i = 0; i < count; i++) {
      places.add(new Place());
    }
  }

  /** Where the next call goes. */
  Place next() {
    return places.get(
        places.size() == 1 ? 0 : Math.floorMod(next.getAndIncrement(), places.size()));
  }

  boolean isClosed() {
    return sockets.isClosed();
  }

  /** What a call failed with that lost its connection, or got none. */
  PredictException failure(Status.Code code, String what, IOException cause) {
    return sockets.failure(target, code, what, cause);
  }

  /** Ends the calls that are under way, too. */
  @Override
  public void close() {
    sockets.close();
    places.forEach(Place::close);
  }

  /** Room for one connection, and for the wait while it is opened. */
  final class Place {
    private volatile SharedConnection current;
    // Under this object's lock: who waits while one is opened, the one that opens it first.
    private final List<CompletableFuture<SharedConnection>> waiting = new ArrayList<>();

    /**
     * The connection, opened by this thread unless another does.
     *
     * @throws PredictException if there is none to be had
     */
    SharedConnection connection(long deadlineNanos) {
      while (true) {
        CompletableFuture<SharedConnection> mine = new CompletableFuture<>();
        boolean isOpener = join(mine);
        if (isOpener) {
          open(deadlineNanos);
        }
        try {
          return mine.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
          PredictException why = (PredictException) e.getCause();
          if (isOpener || !isTheOpenersOwn(why)) {
            throw why;
          }
        } catch (TimeoutException e) {
          throw new PredictException(
              Status.Code.DEADLINE_EXCEEDED,
              "deadline exceeded: %s does not answer".formatted(target),
              e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new PredictException(Status.Code.CANCELLED, "the caller was interrupted", e);
        }
      }
    }

    /**
     * The same without a wait. Those who asked first get it first.
     *
     * @param threads opens it, if nobody does
     * @return completes with the connection or a {@link PredictException}, which may come late
     */
    CompletableFuture<SharedConnection> connection(long deadlineNanos, Executor threads) {
      CompletableFuture<SharedConnection> mine = new CompletableFuture<>();
      if (join(mine)) {
        try {
          threads.execute(() -> open(deadlineNanos));
        } catch (RuntimeException | Error e) {
          // There is no thread to be had, or the client is closed.
          onOpened(null, PredictException.of(e));
          throw e;
        }
      }
      return mine;
    }

    /** Waits in line for the connection; returns whether it is the caller's to open it. */
    private synchronized boolean join(CompletableFuture<SharedConnection> mine) {
      SharedConnection usable = usable();
      if (usable != null) {
        mine.complete(usable);
        return false;
      }
      waiting.add(mine);
      return waiting.size() == 1;
    }

    /** The connection if it takes calls; null if there is none that does. */
    SharedConnection usable() {
      SharedConnection connection = current;
      return connection != null && connection.isAccepting() ? connection : null;
    }

    private void open(long deadlineNanos) {
      DeadlineSocket socket = null;
      SharedConnection opened = null;
      PredictException failure = null;
      try {
        socket = sockets.connect(deadlineNanos);
        opened =
            new SharedConnection(
                socket, OutFrames.to(target), closed -> sockets.discard(closed.socket()));
        opened.start();
      } catch (IOException e) {
        failure = failure(Status.Code.UNAVAILABLE, "no connection to", e);
      } catch (RuntimeException | Error e) {
        failure = PredictException.of(e);
      }
      if (failure != null && socket != null) {
        sockets.discard(socket);
      }
      onOpened(failure == null ? opened : null, failure);
    }

    /** Either is null. */
    private void onOpened(SharedConnection opened, PredictException failure) {
      List<CompletableFuture<SharedConnection>> told;
      synchronized (this) {
        told = List.copyOf(waiting);
        waiting.clear();
        current = opened;
      }
      if (opened != null && sockets.isClosed()) {
        close();
      }
      for (CompletableFuture<SharedConnection> each : told) {
        if (opened == null) {
          each.completeExceptionally(failure);
        } else {
          each.complete(opened);
        }
      }
    }

    private void close() {
      SharedConnection connection = current;
      if (connection != null) {
        connection.fail(new IOException("closed meanwhile"));
      }
    }
  }

  /** Whether another caller, with more time, may have more luck. */
  static boolean isTheOpenersOwn(PredictException why) {
    return why.code() == Status.Code.DEADLINE_EXCEEDED || why.code() == Status.Code.CANCELLED;
  }
}
