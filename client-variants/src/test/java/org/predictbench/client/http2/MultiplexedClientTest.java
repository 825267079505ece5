package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.answerTo;
import static org.predictbench.client.http2.ScriptedServer.error;
import static org.predictbench.client.http2.ScriptedServer.frame;
import static org.predictbench.client.http2.ScriptedServer.goAway;
import static org.predictbench.client.http2.ScriptedServer.grpcHeaders;
import static org.predictbench.client.http2.ScriptedServer.headers;
import static org.predictbench.client.http2.ScriptedServer.ints;
import static org.predictbench.client.http2.ScriptedServer.ping;
import static org.predictbench.client.http2.ScriptedServer.reset;
import static org.predictbench.client.http2.ScriptedServer.settings;
import static org.predictbench.client.http2.ScriptedServer.trailers;
import static org.predictbench.client.http2.ScriptedServer.window;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Tensor;

/** Calls that share a connection get along: each has its own answer, its turn, and its end. */
@Timeout(30)
class MultiplexedClientTest {
  private static final int PRIORITY_FRAME = 2;
  private static final int WIDE = 1 << 30;

  /** 29 MB: far more than sockets hold. */
  private static final Inputs LARGE = SocketClients.images(48);

  /** How callers wait. */
  enum Caller {
    ON_A_THREAD {
      @Override
      CompletableFuture<Outputs> call(PredictClient client, Inputs inputs) {
        CompletableFuture<Outputs> answer = new CompletableFuture<>();
        new Thread(
                () -> {
                  try {
                    answer.complete(client.predict(inputs));
                  } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                  }
                })
            .start();
        return answer;
      }
    },
    ON_NONE {
      @Override
      CompletableFuture<Outputs> call(PredictClient client, Inputs inputs) {
        return client.predictAsync(inputs);
      }
    };

    abstract CompletableFuture<Outputs> call(PredictClient client, Inputs inputs);

    List<CompletableFuture<Outputs>> calls(PredictClient client, int count) {
      return IntStream.range(0, count).mapToObj(i -> call(client, SocketClients.ONE)).toList();
    }
  }

  private static PredictClient to(ScriptedServer server) {
    return OwnClient.MULTIPLEXED.to(server.target());
  }

  private static PredictException failure(CompletableFuture<Outputs> call) {
    try {
      throw new AssertionError("an answer: " + call.join());
    } catch (CompletionException e) {
      return (PredictException) e.getCause();
    }
  }

  private static List<Integer> awaitRequests(ScriptedServer.Peer peer, int count)
      throws IOException {
    List<Integer> streams = new ArrayList<>();
    while (streams.size() < count) {
      streams.add(peer.awaitRequest());
    }
    return streams;
  }

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

  private static void greetWidely(ScriptedServer.Peer peer) throws IOException {
    peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, WIDE);
    peer.send(window(Http2.CONNECTION, WIDE));
  }

  private static int bytes(ScriptedServer.Peer peer, int stream) {
    return peer.received().stream()
        .filter(frame -> frame.type() == Http2.DATA && frame.stream() == stream)
        .mapToInt(frame -> frame.payload().length)
        .sum();
  }

  private static void awaitHere(CountDownLatch latch) {
    try {
      assertThat(latch.await(9, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
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

  @Test
  void oneThatIsCancelledLeavesTheOthersAlone() throws Exception {
    CountDownLatch both = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  awaitRequests(peer, 2);
                  both.countDown();
                  ScriptedServer.Frame reset = peer.await(Http2.RST_STREAM);
                  assertThat(reset.stream()).isEqualTo(3);
                  assertThat(reset.payload()).isEqualTo(ints(Http2.CANCEL));
                  // Too late, and nobody's.
                  peer.send(error(3, 8, "late"));
                  peer.answer(5);
                  peer.serve();
                });
        PredictClient client = to(server)) {
      SocketClients.requireAnswer(client);
      CompletableFuture<Outputs> first = client.predictAsync(SocketClients.ONE);
      CompletableFuture<Outputs> second = client.predictAsync(SocketClients.ONE);
      awaitHere(both);
      assertThat(first.cancel(true)).isTrue();
      assertThat(second.join().aliases()).isEmpty();
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.failures()).isEmpty();
    }
  }

  /** In the middle of a request that the server does not read, whose tensors are the caller's. */
  @ParameterizedTest
  @EnumSource
  void oneWhoseTimeIsOverLeavesTheOthersAlone(Caller caller) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  greetWidely(peer);
                  peer.await(Http2.DATA);
                  awaitHere(over);
                  assertThat(peer.await(Http2.RST_STREAM).stream()).isEqualTo(1);
                  peer.serve();
                });
        PredictClient client = to(server)) {
      RequestOptions brief = RequestOptions.DEFAULT.withDeadline(Duration.ofMillis(200));
      CompletableFuture<Outputs> late =
          caller == Caller.ON_NONE
              ? client.predictAsync(LARGE, brief)
              : CompletableFuture.supplyAsync(() -> client.predict(LARGE, brief));
      assertThat(failure(late).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      over.countDown();
      SocketClients.requireAnswer(client);
      assertThat(caller.call(client, SocketClients.ONE).join().aliases()).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.failures()).isEmpty();
    }
  }

  /** The one who waits longest reads for all; when it is interrupted, another has to. */
  @Test
  void theReaderThatIsInterruptedIsRelieved() throws Exception {
    CountDownLatch both = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  ScriptedServer.pause(50);
                  awaitRequests(peer, 2);
                  both.countDown();
                  assertThat(peer.await(Http2.RST_STREAM).stream()).isEqualTo(1);
                  ScriptedServer.pause(50);
                  peer.answer(3);
                  peer.answer(5);
                });
        PredictClient client = to(server)) {
      AtomicReference<Thread> reader = new AtomicReference<>();
      CompletableFuture<Outputs> first =
          CompletableFuture.supplyAsync(
              () -> {
                reader.set(Thread.currentThread());
                return client.predict(SocketClients.ONE);
              });
      while (server.peers().isEmpty()) {
        ScriptedServer.pause(5);
      }
      ScriptedServer.pause(50);
      List<CompletableFuture<Outputs>> others = Caller.ON_A_THREAD.calls(client, 2);
      awaitHere(both);
      reader.get().interrupt();
      assertThat(failure(first).code()).isEqualTo(Status.Code.CANCELLED);
      others.forEach(call -> assertThat(call.join().aliases()).isEmpty());
      assertThat(server.failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGoodbyeLetsThoseEndThatItTakes(Caller caller) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  awaitRequests(peer, 3);
                  peer.send(goAway(3, 0, "max_age"));
                  ScriptedServer.pause(50);
                  peer.answer(3);
                  peer.answer(1);
                  peer.drain();
                },
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = to(server)) {
      caller.calls(client, 3).forEach(call -> assertThat(call.join().aliases()).isEmpty());
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void allEndWithTheConnection(Caller caller) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  awaitRequests(peer, 5);
                  peer.abort();
                },
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = to(server)) {
      for (CompletableFuture<Outputs> call : caller.calls(client, 5)) {
        assertThat(failure(call).code()).isEqualTo(Status.Code.UNAVAILABLE);
      }
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allEndWithTheClient(Caller caller) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            peer -> {
              peer.greet();
              awaitRequests(peer, 5);
              begun.countDown();
              peer.await(Http2.PING);
            })) {
      PredictClient client = to(server);
      List<CompletableFuture<Outputs>> calls = caller.calls(client, 5);
      awaitHere(begun);
      client.close();
      for (CompletableFuture<Outputs> call : calls) {
        assertThat(failure(call).code()).isEqualTo(Status.Code.CANCELLED);
      }
    }
  }

  /** Between the frames of one header block nothing may come, of any stream. */
  @ParameterizedTest
  @EnumSource
  void framesOutOfOrderEndTheConnection(Caller caller) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  awaitRequests(peer, 2);
                  peer.send(frame(Http2.HEADERS, 0, 1, (byte) 0x88), answerTo(3));
                  peer.drain();
                });
        PredictClient client = to(server)) {
      for (CompletableFuture<Outputs> call : caller.calls(client, 2)) {
        PredictException failure = failure(call);
        assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
        assertThat(failure).hasMessageContaining("a frame out of order");
      }
    }
  }

  /** Thousands of frames that mean nothing, before an answer that does. */
  @ParameterizedTest
  @EnumSource
  void floodsThatAskForNothingAreSwum(Caller caller) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int stream = peer.awaitRequest();
                  for (int i = 0; i < 3000; i++) {
                    peer.send(
                        reset(2 * i + 5, Http2.CANCEL),
                        frame(PRIORITY_FRAME, 0, stream, new byte[5]),
                        window(2 * i + 5, 1),
                        trailers(2 * i + 5, 0),
                        frame(0xfa, 0, stream, new byte[3]));
                  }
                  peer.answer(stream);
                  peer.serve();
                });
        PredictClient client = to(server)) {
      assertThat(caller.call(client, SocketClients.ONE).join().aliases()).isEmpty();
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
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
}
