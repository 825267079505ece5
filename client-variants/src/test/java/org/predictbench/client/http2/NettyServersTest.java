package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.FakePredictService;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.TestTensors;

/** gRPC Java's servers that end connections by themselves, or refuse what is too large. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(60)
class NettyServersTest {
  @Parameter OwnClient own;

  /** Why a server ends a connection, a few dozen times while the test runs. */
  enum Policy {
    AGE,
    IDLENESS,
    PINGS_WITHOUT_AN_ANSWER;

    NettyServerBuilder set(NettyServerBuilder builder) {
      return switch (this) {
        case AGE ->
            builder
                .maxConnectionAge(30, TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(5, TimeUnit.SECONDS);
        case IDLENESS -> builder.maxConnectionIdle(5, TimeUnit.MILLISECONDS);
        case PINGS_WITHOUT_AN_ANSWER ->
            builder
                .keepAliveTime(4, TimeUnit.MILLISECONDS)
                .keepAliveTimeout(4, TimeUnit.MILLISECONDS);
      };
    }
  }

  /**
   * Calls with pauses between them that are about as long as the server's patience. A server that
   * gives up on pings closes without a word, so that a call may be on its way: it alone is excused.
   */
  @ParameterizedTest
  @EnumSource
  void endConnectionsWithoutHarmToCalls(Policy policy) throws Exception {
    Server server = start(0, policy::set);
    try (PredictClient client = own.to(target(server))) {
      List<CompletableFuture<Integer>> callers =
          IntStream.range(0, 4)
              .mapToObj(seed -> CompletableFuture.supplyAsync(() -> lost(client, seed)))
              .toList();
      int lost = callers.stream().mapToInt(CompletableFuture::join).sum();
      assertThat(lost).isLessThanOrEqualTo(policy == Policy.PINGS_WITHOUT_AN_ANSWER ? 8 : 0);
    } finally {
      server.shutdownNow();
    }
  }

  private static int lost(PredictClient client, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int lost = 0;
    for (int i = 0; i < 100; i++) {
      try {
        assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
      } catch (PredictException e) {
        if (e.code() != Status.Code.UNAVAILABLE) {
          throw e;
        }
        lost++;
      }
      ScriptedServer.pause(random.nextInt(12));
    }
    return lost;
  }

  @Test
  void thatWereRestartedGetTheFirstCallAlready() throws Exception {
    Server server = start(0, builder -> builder);
    try (PredictClient client = own.to(target(server))) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
        int port = server.getPort();
        server.shutdownNow().awaitTermination();
        server = start(port, builder -> builder);
      }
      assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void refuseWhatIsTooLargeBeforeTheyHaveIt() throws Exception {
    Server server = start(0, builder -> builder.maxInboundMessageSize(4 << 20));
    Inputs large = SocketClients.images(32);
    try (PredictClient client = own.to(target(server))) {
      for (int i = 0; i < 10; i++) {
        PredictException failure = SocketClients.failure(client, large);
        assertThat(failure.code())
            .as(failure.getMessage())
            .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(
                client.predict(SocketClients.ONE).sameBitsAs(TestTensors.echo(SocketClients.ONE)))
            .isTrue();
      }
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void areLeftInPeaceByAClientThatRests() throws Exception {
    Server server =
        start(
            0,
            builder ->
                builder
                    .keepAliveTime(20, TimeUnit.MILLISECONDS)
                    .keepAliveTimeout(20, TimeUnit.MILLISECONDS));
    try (PredictClient client = own.to(target(server))) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
        ScriptedServer.pause(Duration.ofMillis(200).toMillis());
      }
    } finally {
      server.shutdownNow();
    }
  }

  private static Target target(Server server) {
    return new Target.Tcp("127.0.0.1", server.getPort());
  }

  private static Server start(int port, UnaryOperator<NettyServerBuilder> settings)
      throws IOException {
    return settings
        .apply(
            NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .maxInboundMessageSize(Integer.MAX_VALUE))
        .addService(new FakePredictService())
        .build()
        .start();
  }
}
