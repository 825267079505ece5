package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;

/** A name server that says nothing costs a call its deadline, and no more. */
@Timeout(30)
class HostLookupTest {
  private static final List<SocketAddress> ADDRESSES =
      List.of(InetSocketAddress.createUnresolved("a", 1));

  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final HostLookup silent =
      new HostLookup(
          "models",
          () -> {
            asked.incrementAndGet();
            try {
              answer.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return ADDRESSES;
          });

  @AfterEach
  void end() {
    answer.countDown();
  }

  @Test
  void aCallEndsAtItsDeadline() {
    TargetSockets sockets = new TargetSockets(silent, 10);
    Target target = new Target.Tcp("models", 1);
    ConnectionPool pool =
        new ConnectionPool(
            target,
            SocketClients.method()::newPrefixedRequest,
            sockets,
            System::nanoTime,
            Runnable::run);
    try (PredictClient client = SocketClients.over(target, pool)) {
      RequestOptions brief = RequestOptions.DEFAULT.withDeadline(Duration.ofMillis(100));
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> client.predict(SocketClients.ONE, brief))
          .withMessage("deadline exceeded: the look-up of models takes longer")
          .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    }
  }

  @Test
  void callersShareALookupAndTheNextOneLooksAnew() throws Exception {
    List<CompletableFuture<List<SocketAddress>>> callers =
        Stream.generate(() -> inThread(silent)).limit(5).toList();
    while (asked.get() == 0) {
      Thread.onSpinWait();
    }
    ScriptedServer.pause(50);
    answer.countDown();
    for (CompletableFuture<List<SocketAddress>> caller : callers) {
      assertThat(caller.join()).isEqualTo(ADDRESSES);
    }
    assertThat(asked).hasValue(1);
    while (asked.get() == 1) {
      // The thread that looked may not have left yet.
      assertThat(silent.addresses(deadline())).isEqualTo(ADDRESSES);
    }
  }

  @Test
  void closingEndsTheWait() {
    CompletableFuture<List<SocketAddress>> caller = inThread(silent);
    while (asked.get() == 0) {
      Thread.onSpinWait();
    }
    silent.close();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(caller::join)
        .withRootCauseInstanceOf(IOException.class);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> silent.addresses(deadline()))
        .withMessage("closed meanwhile");
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> silent.addresses(deadline()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatTheNameServerSaysReachesTheCaller() {
    HostLookup unknown =
        new HostLookup(
            "models",
            () -> {
              throw new UnknownHostException("models: no such name");
            });
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> unknown.addresses(deadline()))
        .withMessage("models: no such name");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "[::1], true", "::1, true", "localhost, false", "a.b, false"})
  void addressesNeedNone(String host, boolean isAddress) {
    assertThat(HostLookup.isAddress(host)).isEqualTo(isAddress);
  }

  private static CompletableFuture<List<SocketAddress>> inThread(HostLookup lookup) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return lookup.addresses(deadline());
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task).start());
  }

  private static long deadline() {
    return System.nanoTime() + Duration.ofSeconds(10).toNanos();
  }
}
