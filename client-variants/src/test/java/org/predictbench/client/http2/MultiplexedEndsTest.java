package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.answerTo;
import static org.predictbench.client.http2.ScriptedServer.error;
import static org.predictbench.client.http2.ScriptedServer.frame;
import static org.predictbench.client.http2.ScriptedServer.goAway;
import static org.predictbench.client.http2.ScriptedServer.ints;
import static org.predictbench.client.http2.ScriptedServer.reset;
import static org.predictbench.client.http2.ScriptedServer.trailers;
import static org.predictbench.client.http2.ScriptedServer.window;
import static org.predictbench.client.http2.SharedCalls.LARGE;
import static org.predictbench.client.http2.SharedCalls.awaitHere;
import static org.predictbench.client.http2.SharedCalls.awaitRequests;
import static org.predictbench.client.http2.SharedCalls.bytes;
import static org.predictbench.client.http2.SharedCalls.failure;
import static org.predictbench.client.http2.SharedCalls.greetWidely;
import static org.predictbench.client.http2.SharedCalls.to;

import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;

/** Calls that share a connection end as they should, whatever becomes of it and of the others. */
@Timeout(30)
class MultiplexedEndsTest {
  private static final int PRIORITY_FRAME = 2;

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

  /** More than a server may leave unread of answers to its own frames. */
  @Test
  void thousandsWhoseTimeIsOverAreAllToldSo() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.PING);
                });
        PredictClient client = to(server)) {
      RequestOptions brief = RequestOptions.DEFAULT.withDeadline(Duration.ofMillis(300));
      List<CompletableFuture<Outputs>> calls =
          IntStream.range(0, 2500)
              .mapToObj(i -> client.predictAsync(SocketClients.ONE, brief))
              .toList();
      for (CompletableFuture<Outputs> call : calls) {
        assertThat(failure(call).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      }
    }
  }

  @Test
  void headersThatAreTooLongFailTheFuture() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::drain);
        PredictClient client = to(server)) {
      RequestOptions options = RequestOptions.DEFAULT.withHeader("x-long", "h".repeat(2_000_000));
      assertThat(failure(client.predictAsync(SocketClients.ONE, options)).code())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  /** For the server a stream counts until it has heard of its end. */
  @ParameterizedTest
  @EnumSource
  void aStreamThatWasAnsweredEarlyEndsBeforeTheNextBegins(Caller caller) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_MAX_CONCURRENT_STREAMS, 1);
                  peer.await(Http2.DATA);
                  begun.countDown();
                  awaitHere(second);
                  peer.send(error(1, 8, "too large"), window(Http2.CONNECTION, 1 << 20));
                  assertThat(peer.await(Http2.HEADERS).stream()).isEqualTo(3);
                  assertThat(peer.received())
                      .filteredOn(frame -> frame.type() == Http2.RST_STREAM)
                      .singleElement()
                      .satisfies(frame -> assertThat(frame.stream()).isEqualTo(1));
                  peer.serve();
                });
        PredictClient client = to(server)) {
      CompletableFuture<Outputs> large = caller.call(client, LARGE);
      awaitHere(begun);
      CompletableFuture<Outputs> small = client.predictAsync(SocketClients.ONE);
      second.countDown();
      assertThat(failure(large)).hasMessage("too large");
      assertThat(small.join().aliases()).isEmpty();
      assertThat(server.failures()).isEmpty();
    }
  }

  /** By little blocks a server can describe a list of headers without end. */
  @Test
  void aReplyWithABombOfHeadersFailsAlone() throws Exception {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {0x40, 1, 'x', 126});
    block.writeBytes("y".repeat(126).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 10_000; i++) {
      block.write(0x80 | 62);
    }
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  awaitRequests(peer, 2);
                  peer.send(
                      frame(
                          Http2.HEADERS,
                          Http2.END_HEADERS | Http2.END_STREAM,
                          1,
                          block.toByteArray()));
                  peer.answer(3);
                  peer.serve();
                });
        PredictClient client = to(server)) {
      List<CompletableFuture<Outputs>> calls = Caller.ON_NONE.calls(client, 2);
      List<Status.Code> codes = new ArrayList<>();
      for (CompletableFuture<Outputs> call : calls) {
        codes.add(
            call.handle((answer, e) -> e == null ? Status.Code.OK : ((PredictException) e).code())
                .join());
      }
      assertThat(codes).containsExactlyInAnyOrder(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** A host that went down says nothing at all, not even that it is gone. */
  @ParameterizedTest
  @EnumSource
  void aServerThatFellSilentIsLeft(Caller caller) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  peer.pause();
                },
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = to(server)) {
      SocketClients.requireAnswer(client);
      RequestOptions brief = RequestOptions.DEFAULT.withDeadline(Duration.ofMillis(200));
      CompletableFuture<Outputs> lost =
          caller == Caller.ON_NONE
              ? client.predictAsync(SocketClients.ONE, brief)
              : CompletableFuture.supplyAsync(() -> client.predict(SocketClients.ONE, brief));
      assertThat(failure(lost).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** As haproxy does: it answers itself, and keeps the window of what it threw away. */
  @Test
  void aWindowThatIsLostIsNoticedBesideOtherCalls() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int other = peer.awaitRequest();
                  int large = peer.await(Http2.HEADERS).stream();
                  while (bytes(peer, large) < Http2.DEFAULT_WINDOW - 1000) {
                    peer.read();
                  }
                  peer.send(error(large, 7, "denied"), reset(large, 0));
                  ScriptedServer.pause(2500);
                  peer.answer(other);
                },
                peer -> {
                  greetWidely(peer);
                  peer.serve();
                });
        PredictClient client = to(server)) {
      CompletableFuture<Outputs> other = client.predictAsync(SocketClients.ONE);
      ScriptedServer.pause(100);
      Inputs tooMuch = SocketClients.images(1);
      assertThat(failure(client.predictAsync(tooMuch))).hasMessage("denied");
      ScriptedServer.pause(1200);
      SocketClients.requireAnswer(client, tooMuch);
      assertThat(other.join().aliases()).isEmpty();
      assertThat(server.connections()).isEqualTo(2);
    }
  }
}
