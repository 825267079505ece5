package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.client.FakePredictService;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.TestTensors;
import org.predictbench.client.peers.ForeignProcess;
import org.predictbench.client.peers.ForeignProxy;
import org.predictbench.client.peers.ProxyTrait;

/**
 * nginx, haproxy and nghttpx between a client and a server; those that are not installed are
 * skipped. They listen on Unix sockets, which need no free port.
 */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(60)
class ProxiesTest {
  @Parameter OwnClient own;

  @TempDir Path folder;

  /** All but nghttpx end idle connections soon; it would do so without a word. */
  static Stream<Arguments> proxies() {
    return Stream.of(
        Arguments.of(ForeignProxy.NGINX, Set.of(ProxyTrait.IDLE_SOON)),
        Arguments.of(ForeignProxy.NGINX, Set.of(ProxyTrait.IDLE_SOON, ProxyTrait.NO_FIRST_WINDOW)),
        Arguments.of(ForeignProxy.HAPROXY, Set.of(ProxyTrait.IDLE_SOON)),
        Arguments.of(ForeignProxy.NGHTTPX, Set.of()));
  }

  @ParameterizedTest
  @MethodSource("proxies")
  void passOnWhatFitsAndWhatDoesNotFitAWindow(ForeignProxy proxy, Set<ProxyTrait> traits)
      throws Exception {
    Server server = start();
    // A transfer that stalls for a moment counts as idle, too.
    Set<ProxyTrait> patient = new HashSet<>(traits);
    patient.remove(ProxyTrait.IDLE_SOON);
    try (ForeignProcess running = start(proxy, server.getPort(), patient);
        PredictClient client = own.to(running.target(), "content")) {
      for (int i = 0; i < 3; i++) {
        for (Inputs inputs : List.of(SocketClients.ONE, SocketClients.images(32))) {
          assertThat(client.predict(inputs).sameBitsAs(TestTensors.echo(inputs))).isTrue();
        }
      }
    } finally {
      server.shutdownNow();
    }
  }

  /** Callers that pause for about as long as the proxy keeps their connections. */
  @ParameterizedTest
  @MethodSource("proxies")
  void endIdleConnectionsWithoutHarmToCalls(ForeignProxy proxy, Set<ProxyTrait> traits)
      throws Exception {
    Server server = start();
    try (ForeignProcess running = start(proxy, server.getPort(), traits);
        PredictClient client = own.to(running.target())) {
      List<CompletableFuture<Void>> callers =
          IntStream.range(0, 4)
              .mapToObj(seed -> CompletableFuture.runAsync(() -> callWithPauses(client, seed)))
              .toList();
      callers.forEach(CompletableFuture::join);
    } finally {
      server.shutdownNow();
    }
  }

  private static void callWithPauses(PredictClient client, int seed) {
    for (int i = 0; i < 60; i++) {
      assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
      ScriptedServer.pause(ForeignProxy.IDLE_MILLIS - 5 + (i + seed) % 10);
    }
  }

  @ParameterizedTest
  @MethodSource("proxies")
  void answerThemselvesForAServerThatIsDown(ForeignProxy proxy, Set<ProxyTrait> traits)
      throws Exception {
    Server server = start();
    int port = server.getPort();
    server.shutdownNow().awaitTermination();
    try (ForeignProcess running = start(proxy, port, traits);
        PredictClient client = own.to(running.target())) {
      for (int i = 0; i < 3; i++) {
        PredictException failure = SocketClients.failure(client, SocketClients.ONE);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure.getMessage()).startsWith("HTTP status 50");
      }
    }
  }

  @Test
  void refuseWhatIsTooLargeForThem() throws Exception {
    Server server = start();
    Set<ProxyTrait> traits = Set.of(ProxyTrait.SMALL_BODIES);
    try (ForeignProcess running = start(ForeignProxy.NGINX, server.getPort(), traits);
        PredictClient client = own.to(running.target())) {
      for (int i = 0; i < 3; i++) {
        PredictException failure = SocketClients.failure(client, SocketClients.images(32));
        assertThat(failure)
            .hasMessage("HTTP status 413 and content type text/html, without a grpc-status");
        assertThat(failure.code()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
      }
    } finally {
      server.shutdownNow();
    }
  }

  private static Server start() throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .addService(new FakePredictService())
        .build()
        .start();
  }

  private ForeignProcess start(ForeignProxy proxy, int server, Set<ProxyTrait> traits)
      throws IOException {
    Optional<String> reason = proxy.unavailable();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    Target socket = new Target.Unix(folder.resolve("p.sock").toString());
    return proxy.start(folder, socket, new Target.Tcp("127.0.0.1", server), traits);
  }
}
