package org.predictbench.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done directly comes out the same through the proxy. */
class ProxyTest {
  private AnyServer server;
  private Proxy proxy;
  private ManagedChannel direct;
  private ManagedChannel through;

  @BeforeEach
  void start() throws IOException {
    server = new AnyServer();
    proxy = Proxy.start(loopback(), server.target(), method -> CallObserver.NONE);
    direct = channel(server.port());
    through = channel(proxy.port());
  }

  @AfterEach
  void stop() {
    direct.shutdownNow();
    through.shutdownNow();
    proxy.close();
    server.close();
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .maxInboundMetadataSize(1 << 20)
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensorflow.serving.PredictionService/Predict",
        "tensorflow.serving.PredictionService/GetModelMetadata",
        "grpc.health.v1.Health/Check",
        "nobody.knows.Me/Whatever",
        "any.Service/Fail",
        "any.Service/FailLate",
        "any.Service/Count"
      })
  void everyMethodLooksTheSame(String method) throws Exception {
    byte[] request =
        method.endsWith("Count") ? "20 3000".getBytes(StandardCharsets.US_ASCII) : bytes(3000);
    for (byte[][] requests :
        List.of(new byte[][] {request}, new byte[][] {request, new byte[0], bytes(1)})) {
      Metadata headers = headers();
      RawCalls.Outcome expected = outcome(direct, method, headers, requests);
      assertThat(outcome(through, method, headers, requests)).isEqualTo(expected);
    }
    assertThat(sentHeaders(2)).isEqualTo(sentHeaders(0));
    assertThat(sentHeaders(3)).isEqualTo(sentHeaders(1));
  }

  @Test
  void aStreamWithoutMessagesLooksTheSame() throws Exception {
    assertThat(RawCalls.call(through, "a.B/C")).isEqualTo(RawCalls.call(direct, "a.B/C"));
  }

  @Test
  void largeMessagesAndHeadersPass() throws Exception {
    byte[] image = bytes(20_000_000);
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("long", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(60_000));
    assertThat(outcome(through, "a.B/C", headers, image, image))
        .isEqualTo(outcome(direct, "a.B/C", headers, image, image));
  }

  /** Sizes on the wire tell that each message stays as it was: packed by its sender, or not. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void compressedMessagesStayCompressedAndOthersNot(boolean request) throws Exception {
    byte[][] requests = {new byte[10_000], new byte[10_001], new byte[20_000]};
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("want-gzip", Metadata.ASCII_STRING_MARSHALLER), "yes");
    CallOptions options =
        request ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
    RawCalls.Outcome expected =
        RawCalls.start(direct, "a.B/C", options, copy(headers), requests).get();
    RawCalls.Outcome outcome =
        RawCalls.start(through, "a.B/C", options, copy(headers), requests).get();

    assertThat(outcome).isEqualTo(expected);
    assertThat(outcome.headers()).containsEntry("grpc-encoding", List.of("gzip"));
    assertThat(server.wireSizes.subList(3, 6)).isEqualTo(server.wireSizes.subList(0, 3));
    assertThat(server.wireSizes.get(0)).isLessThan(request ? 200L : 20_000L);
    assertThat(sentHeaders(1)).isEqualTo(sentHeaders(0));
  }

  @Test
  void whatIsLeftOfADeadlineIsPassedOn() throws Exception {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
    RawCalls.Outcome outcome =
        RawCalls.start(through, "any.Service/Hang", options, new Metadata(), bytes(10)).get();
    assertThat(outcome.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(server.deadlines).hasSize(1);
    assertThat(server.deadlines.get(0).timeRemaining(TimeUnit.MILLISECONDS)).isBetween(-900L, 100L);
    assertThat(server.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCancelledCallIsCancelledAtTheTarget() throws Exception {
    ClientCall<byte[], byte[]> call =
        through.newCall(RawCalls.method("any.Service/Hang", MethodType.UNARY), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.request(1);
    call.sendMessage(bytes(10));
    await().until(() -> server.headers.size() == 1);
    call.cancel("enough", null);
    assertThat(server.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** A caller that takes nothing holds up its own stream, and fills no memory. */
  @Test
  void aSlowCallerHoldsUpItsOwnStreamAlone() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        through.newCall(
            RawCalls.method("any.Service/Count", MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            taken.incrementAndGet();
            call.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.sendMessage("1000 100000".getBytes(StandardCharsets.US_ASCII));
    awaitStandstill(server.sent);
    assertThat(server.sent.get()).isBetween(1, 150);

    ManagedChannel other = channel(proxy.port());
    assertThat(RawCalls.call(other, "a.B/C", bytes(3_000_000)).code()).isEqualTo(Status.Code.OK);
    other.shutdownNow();

    call.request(1);
    assertThat(end.get(30, TimeUnit.SECONDS).isOk()).isTrue();
    assertThat(taken.get()).isEqualTo(1000);
  }

  @Test
  void aSlowTargetHoldsUpTheCaller() {
    AtomicInteger sent = new AtomicInteger();
    ClientCall<byte[], byte[]> call =
        through.newCall(
            RawCalls.method("any.Service/Sink", MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
    byte[] message = bytes(100_000);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onReady() {
            while (call.isReady() && sent.get() < 1000) {
              call.sendMessage(message);
              sent.incrementAndGet();
            }
          }
        },
        new Metadata());
    awaitStandstill(sent);
    assertThat(sent.get()).isBetween(1, 150);
    call.cancel("seen enough", null);
  }

  @Test
  void aTargetThatIsGoneIsNamedAndMayComeBack() throws Exception {
    server.close();
    await()
        .untilAsserted(
            () -> {
              RawCalls.Outcome outcome = RawCalls.call(through, "a.B/C", bytes(10));
              assertThat(outcome.code()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(outcome.description())
                  .startsWith(
                      "the recording proxy's target 127.0.0.1:%d does not answer: "
                          .formatted(server.port()))
                  .contains("Connection refused");
            });
    try (AnyServer again = new AnyServer(server.port())) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> RawCalls.call(through, "a.B/C", bytes(10)).code() == Status.Code.OK);
      assertThat(again.headers).isNotEmpty();
    }
  }

  @Test
  void aTargetThatDiesEndsItsCallsAsItDoesWithoutAProxy() throws Exception {
    List<CompletableFuture<RawCalls.Outcome>> hanging = new ArrayList<>();
    for (ManagedChannel channel : List.of(direct, through)) {
      hanging.add(
          RawCalls.start(
              channel, "any.Service/Hang", CallOptions.DEFAULT, new Metadata(), bytes(10)));
    }
    await().until(() -> server.headers.size() == 2);
    server.close();
    RawCalls.Outcome expected = hanging.get(0).get(10, TimeUnit.SECONDS);
    RawCalls.Outcome outcome = hanging.get(1).get(10, TimeUnit.SECONDS);
    assertThat(outcome.code()).isEqualTo(expected.code());
    assertThat(outcome.description()).isEqualTo(expected.description());
  }

  private static void awaitStandstill(AtomicInteger counter) {
    AtomicInteger last = new AtomicInteger(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> counter.get() > 0 && last.getAndSet(counter.get()) == counter.get());
  }

  /** As the target saw them, but for what gRPC says of each connection. */
  private Map<String, List<String>> sentHeaders(int call) {
    Map<String, List<String>> headers = RawCalls.readable(server.headers.get(call));
    headers.remove("user-agent");
    return headers;
  }

  private static RawCalls.Outcome outcome(
      ManagedChannel channel, String method, Metadata headers, byte[]... requests)
      throws Exception {
    return RawCalls.start(channel, method, CallOptions.DEFAULT, copy(headers), requests)
        .get(30, TimeUnit.SECONDS);
  }

  private static Metadata copy(Metadata headers) {
    Metadata copy = new Metadata();
    copy.merge(headers);
    return copy;
  }

  private static Metadata headers() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer x,y");
    headers.put(AnyServer.BINARY, new byte[] {0, -1, 44});
    headers.put(AnyServer.BINARY, new byte[] {5});
    return headers;
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
