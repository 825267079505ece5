package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.wire.RequestMessage;

/**
 * Connections are given back: after a while, when there is no memory, and when the client closes.
 */
@Timeout(30)
class ConnectionPoolTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Runnable> tasks = new ArrayList<>();
  private ScriptedServer server;
  private TargetSockets sockets;

  @BeforeEach
  void start() throws IOException {
    server =
        new ScriptedServer(
            peer -> {
              peer.greet();
              peer.serve();
            });
    sockets = new TargetSockets(TargetSockets.Resolver.of(server.target()), 100);
  }

  @AfterEach
  void stop() throws IOException {
    sockets.close();
    server.close();
  }

  private ConnectionPool pool(Supplier<RequestMessage> requests) {
    Executor later = tasks::add;
    return new ConnectionPool(server.target(), requests, sockets, nanos::get, later);
  }

  private void runTasks() {
    List<Runnable> due = List.copyOf(tasks);
    tasks.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void aConnectionThatIsNotUsedIsClosed() {
    ConnectionPool pool = pool(SocketClients.method()::newPrefixedRequest);
    Http2Connection often = pool.lend(deadline());
    Http2Connection once = pool.lend(deadline());
    pool.giveBack(once);
    pool.giveBack(often);
    for (int i = 0; i < 4; i++) {
      nanos.addAndGet(ConnectionPool.KEPT.dividedBy(4).toNanos());
      assertThat(sockets.size()).isEqualTo(2);
      assertThat(pool.lend(deadline())).isSameAs(often);
      pool.giveBack(often);
      assertThat(tasks).hasSize(1);
      runTasks();
    }
    assertThat(sockets.size()).isEqualTo(1);
    nanos.addAndGet(ConnectionPool.KEPT.toNanos());
    runTasks();
    assertThat(sockets.size()).isZero();
    assertThat(tasks).as("nothing is left to watch").isEmpty();
    assertThat(pool.lend(deadline())).isNotIn(often, once);
  }

  /** Those that a call would take last are looked after as well, and stay the last. */
  @Test
  void connectionsThatRestKeepTheirOrder() {
    ConnectionPool pool = pool(SocketClients.method()::newPrefixedRequest);
    List<Http2Connection> lent =
        IntStream.range(0, 5).mapToObj(i -> pool.lend(deadline())).toList();
    lent.forEach(pool::giveBack);
    nanos.addAndGet(ConnectionPool.RESTED.toNanos());
    runTasks();
    runTasks();
    for (int i = lent.size() - 1; i >= 0; i--) {
      assertThat(pool.lend(deadline())).isSameAs(lent.get(i));
    }
  }

  @Test
  void aConnectionForWhichThereIsNoMemoryLeavesNoSocket() {
    ConnectionPool pool =
        pool(
            () -> {
              throw new OutOfMemoryError("Cannot reserve 16393 bytes of direct buffer memory");
            });
    try (PredictClient client = SocketClients.over(server.target(), pool)) {
      PredictException failure = SocketClients.failure(client, SocketClients.ONE);
      assertThat(failure)
          .hasMessage(
              "no memory for one more call: Cannot reserve 16393 bytes of direct buffer memory");
      assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(sockets.size()).isZero();
    }
  }

  /** Wherever its callers are: connecting, sending, waiting, or between two calls. */
  @RepeatedTest(10)
  void closingAClientCancelsItsCalls() {
    ConnectionPool pool = pool(SocketClients.method()::newPrefixedRequest);
    PredictClient client = SocketClients.over(server.target(), pool);
    List<CompletableFuture<Void>> callers =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          while (true) {
                            Outputs unused = client.predict(SocketClients.ONE);
                          }
                        },
                        task -> new Thread(task).start()))
            .toList();
    ScriptedServer.pause(ThreadLocalRandom.current().nextInt(5, 60));
    client.close();
    for (CompletableFuture<Void> caller : callers) {
      Throwable failure = catchThrowableOfType(CompletionException.class, caller::join).getCause();
      if (failure instanceof PredictException call) {
        assertThat(call).hasMessage("the client was closed");
        assertThat(call.code()).isEqualTo(Status.Code.CANCELLED);
      } else {
        assertThat(failure)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the client is closed");
      }
    }
    await().untilAsserted(() -> assertThat(sockets.size()).isZero());
  }

  private static long deadline() {
    return System.nanoTime() + Duration.ofSeconds(10).toNanos();
  }
}
