package org.predictbench.bench.load.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.load.FaultyServer;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Variant;

class FaultProxyTest {
  private FaultyServer server;
  private FaultProxy proxy;
  private PredictClient client;

  @BeforeEach
  void start() throws Exception {
    server = new FaultyServer();
    proxy = new FaultProxy(address(server));
    client =
        PredictClients.create(
            Variant.best(), new Target.Tcp("127.0.0.1", proxy.port()), ModelRef.of("m"));
    call();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void aStallHoldsACallUntilItIsOver() {
    proxy.stall(Duration.ofMillis(400));
    assertThat(call()).isGreaterThan(390).isLessThan(1500);
    assertThat(call()).isLessThan(300);
  }

  @Test
  void slownessDelaysReplies() {
    proxy.slow(Duration.ofMinutes(1), Duration.ofMillis(200));
    assertThat(call()).isGreaterThan(190);
    assertThat(call()).isGreaterThan(190);
  }

  @Test
  void refusedCallsFailAndTheConnectionComesBack() throws Exception {
    proxy.refuse();
    assertThatThrownBy(this::call).isInstanceOf(PredictException.class);
    FaultyServer other = new FaultyServer();
    try {
      proxy.admit(address(other));
      await()
          .ignoreExceptionsInstanceOf(PredictException.class)
          .untilAsserted(() -> assertThat(call()).isNotNegative());
      assertThat(other.calls()).isPositive();
    } finally {
      other.close();
    }
  }

  private static InetSocketAddress address(FaultyServer server) {
    Target.Tcp target = (Target.Tcp) server.target();
    return new InetSocketAddress(target.host(), target.port());
  }

  /** How many milliseconds it took. */
  private long call() {
    long start = System.nanoTime();
    assertThat(client.predict(FaultyServer.INPUTS).sameBitsAs(FaultyServer.ANSWER)).isTrue();
    return (System.nanoTime() - start) / 1_000_000;
  }
}
