package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.frame;
import static org.predictbench.client.http2.ScriptedServer.grpcHeaders;
import static org.predictbench.client.http2.ScriptedServer.headers;
import static org.predictbench.client.http2.ScriptedServer.ints;
import static org.predictbench.client.http2.ScriptedServer.ping;
import static org.predictbench.client.http2.ScriptedServer.settings;
import static org.predictbench.client.http2.ScriptedServer.window;
import static org.predictbench.client.http2.SharedCalls.LARGE;
import static org.predictbench.client.http2.SharedCalls.WIDE;
import static org.predictbench.client.http2.SharedCalls.awaitHere;
import static org.predictbench.client.http2.SharedCalls.awaitRequests;
import static org.predictbench.client.http2.SharedCalls.bytes;
import static org.predictbench.client.http2.SharedCalls.failure;
import static org.predictbench.client.http2.SharedCalls.greetWidely;
import static org.predictbench.client.http2.SharedCalls.to;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.FakePredictService;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.TestTensors;

/** Calls that share a connection get along: each has its own answer and its turn. */
@Timeout(30)
class MultiplexedClientTest {
  @ParameterizedTest
  @EnumSource
  void eachGetsItsOwnAnswerInWhateverOrderTheyCome(Caller caller) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  List<Integer> streams = awaitRequests(peer, 5);
                  assertThat(streams).containsExactlyInAnyOrder(1, 3, 5, 7, 9);
                  for (int stream : List.of(9, 1, 5, 3, 7)) {
                    peer.send(grpcHeaders(stream));
                  }
                  for (int stream : List.of(7, 5, 3, 9, 1)) {
                    peer.send(
                        headers(
                            stream,
                            Http2.END_STREAM,
                            "grpc-status",
                            "10",
                            "grpc-message",
                            "stream " + stream));
                  }
                  peer.serve();
                });
        PredictClient client = to(server)) {
      List<CompletableFuture<Outputs>> calls = caller.calls(client, 5);
      assertThat(calls.stream().map(call -> failure(call).getMessage()))
          .containsExactlyInAnyOrder("stream 1", "stream 3", "stream 5", "stream 7", "stream 9");
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noMoreAreOpenThanTheServerAllows(Caller caller) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_MAX_CONCURRENT_STREAMS, 2);
                  awaitRequests(peer, 2);
                  // The third comes in return for the first, and no sooner.
                  peer.send(ping());
                  assertThat(afterPing(peer)).isEmpty();
                  peer.answer(1);
                  assertThat(peer.awaitRequest()).isEqualTo(5);
                  // Now all of them may.
                  peer.send(settings(Http2.SETTINGS_MAX_CONCURRENT_STREAMS, 100));
                  List<Integer> rest = awaitRequests(peer, 3);
                  peer.answer(3);
                  peer.answer(5);
                  for (int stream : rest) {
                    peer.answer(stream);
                  }
                });
        PredictClient client = to(server)) {
      for (CompletableFuture<Outputs> call : caller.calls(client, 6)) {
        assertThat(call.join().aliases()).isEmpty();
      }
      assertThat(server.failures()).isEmpty();
    }
  }

  /** The requests that came before the answer to a ping. */
  private static List<Integer> afterPing(ScriptedServer.Peer peer) throws IOException {
    List<Integer> requests = new ArrayList<>();
    while (true) {
      ScriptedServer.Frame frame = peer.read();
      if (frame.type() == Http2.HEADERS) {
        requests.add(frame.stream());
      } else if (frame.type() == Http2.PING && frame.flags() == Http2.ACK) {
        return requests;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSmallOneDoesNotWaitForTheRestOfALargeOne(Caller caller) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  greetWidely(peer);
                  peer.await(Http2.DATA);
                  begun.countDown();
                  awaitHere(second);
                  ScriptedServer.pause(50);
                  // What sockets and buffers held is before it, and most of the large one behind.
                  assertThat(peer.awaitRequest()).isEqualTo(3);
                  peer.answer(3);
                  assertThat(bytes(peer, 1)).isLessThan(20 << 20);
                  assertThat(peer.awaitRequest()).isEqualTo(1);
                  peer.answer(1);
                });
        PredictClient client = to(server)) {
      CompletableFuture<Outputs> large = caller.call(client, LARGE);
      assertThat(begun.await(9, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Outputs> small = caller.call(client, SocketClients.ONE);
      second.countDown();
      assertThat(small.join().aliases()).isEmpty();
      assertThat(large.join().aliases()).isEmpty();
      assertThat(server.failures()).isEmpty();
    }
  }

  @Test
  void largeOnesTakeTurns() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, WIDE);
                  // Both have begun before there is room for more of either.
                  while (peer.received().stream()
                          .filter(frame -> frame.type() == Http2.HEADERS)
                          .count()
                      < 2) {
                    peer.read();
                  }
                  int before = peer.received().size();
                  peer.send(window(Http2.CONNECTION, WIDE));
                  int first = peer.awaitRequest();
                  List<ScriptedServer.Frame> frames =
                      peer.received().stream()
                          .skip(before)
                          .filter(frame -> frame.type() == Http2.DATA)
                          .toList();
                  // The other one is as far, but for what one turn and the buffers make.
                  long others = frames.stream().filter(frame -> frame.stream() != first).count();
                  assertThat(others).isGreaterThan(frames.size() / 3);
                  peer.answer(first);
                  peer.answer(peer.awaitRequest());
                });
        PredictClient client = to(server)) {
      CompletableFuture<Outputs> one = client.predictAsync(LARGE);
      CompletableFuture<Outputs> other = client.predictAsync(LARGE);
      one.join();
      other.join();
      assertThat(server.failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5000})
  void windowsThatAreRenewedByTheByteCarryManyCalls(int bytes) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, bytes);
                  for (int ended = 0; ended < 4; ) {
                    ScriptedServer.Frame frame = peer.await(Http2.DATA);
                    assertThat(frame.payload().length).isLessThanOrEqualTo(bytes);
                    if ((frame.flags() & Http2.END_STREAM) != 0) {
                      peer.answer(frame.stream());
                      ended++;
                    } else {
                      peer.send(window(frame.stream(), frame.payload().length));
                    }
                  }
                });
        PredictClient client = to(server)) {
      for (CompletableFuture<Outputs> call : Caller.ON_NONE.calls(client, 4)) {
        assertThat(call.join().aliases()).isEmpty();
      }
      assertThat(server.failures()).isEmpty();
    }
  }

  /** The caller may use its array for the next request at once. */
  @Test
  void anAsynchronousOneIsSentAsItWas() throws Exception {
    float[] values = new float[100_000];
    Inputs inputs = Inputs.of("input", Tensor.of(values, 100_000));
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.DATA);
                  ScriptedServer.pause(50);
                  peer.send(window(1, WIDE), window(Http2.CONNECTION, WIDE));
                  peer.answer(peer.awaitRequest());
                  for (ScriptedServer.Frame frame : peer.received()) {
                    if (frame.type() == Http2.DATA) {
                      for (byte each : frame.payload()) {
                        assertThat(each).isNotEqualTo((byte) 0xff);
                      }
                    }
                  }
                });
        PredictClient client = to(server)) {
      CompletableFuture<Outputs> answer = client.predictAsync(inputs);
      Arrays.fill(values, Float.intBitsToFloat(-1));
      answer.join();
      assertThat(server.failures()).isEmpty();
    }
  }

  /** On the default executor, whose threads are not the one that reads. */
  @Test
  void whatDependsOnOneMayMakeAnother() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = to(server)) {
      CompletableFuture<Outputs> both =
          client
              .predictAsync(SocketClients.ONE)
              .thenApply(answer -> client.predict(SocketClients.ONE));
      assertThat(both.join().aliases()).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Calls of all sizes from all sides, some of which are given up: nobody gets another's bytes. */
  @Test
  void callsDoNotMixUpTheirBytes() throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addService(new FakePredictService())
            .build()
            .start();
    Target target = new Target.Tcp("127.0.0.1", server.getPort());
    try (PredictClient client = OwnClient.MULTIPLEXED.to(target)) {
      List<CompletableFuture<Void>> callers =
          IntStream.range(0, 8)
              .mapToObj(seed -> CompletableFuture.runAsync(() -> callAtRandom(client, seed)))
              .toList();
      callers.forEach(CompletableFuture::join);
    } finally {
      server.shutdownNow();
    }
  }

  private static void callAtRandom(PredictClient client, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<CompletableFuture<Outputs>> answers = new ArrayList<>();
    List<Inputs> requests = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int size = random.nextInt(10) == 0 ? 150_000 : 1 + random.nextInt(6000);
      float[] values = new float[size];
      Arrays.fill(values, seed * 1000 + i);
      Inputs inputs = Inputs.of("input", Tensor.of(values, size));
      if (random.nextInt(3) == 0) {
        assertThat(client.predict(inputs).sameBitsAs(TestTensors.echo(inputs))).isTrue();
        continue;
      }
      CompletableFuture<Outputs> answer = client.predictAsync(inputs);
      if (random.nextInt(10) == 0) {
        answer.cancel(true);
      } else {
        answers.add(answer);
        requests.add(inputs);
      }
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).join().sameBitsAs(TestTensors.echo(requests.get(i)))).isTrue();
    }
  }
}
