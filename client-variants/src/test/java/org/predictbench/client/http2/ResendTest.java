package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.predictbench.client.http2.ScriptedServer.goAway;
import static org.predictbench.client.http2.ScriptedServer.grpcHeaders;
import static org.predictbench.client.http2.ScriptedServer.reset;
import static org.predictbench.client.http2.ScriptedServer.window;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;

/** A call is sent again if the server cannot have acted on it, and never otherwise. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class ResendTest {
  @Parameter OwnClient own;

  /** More than sockets hold, so that the connection breaks while it is sent. */
  private static final Inputs LARGE = SocketClients.images(32);

  private static final ScriptedServer.Script SERVES =
      peer -> {
        peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, 1 << 30);
        peer.send(window(Http2.CONNECTION, 1 << 30));
        peer.serve();
      };

  /** What a server does with its second call, whose headers it has read. */
  enum Unprocessed {
    REFUSED {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(reset(3, Http2.REFUSED_STREAM));
      }
    },
    BEYOND_THE_LAST_ONE {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(goAway(1, 0, ""));
      }
    },
    BEYOND_THE_LAST_ONE_AND_CLOSED {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(goAway(1, 0, ""));
        peer.drain();
      }
    },
    BEYOND_THE_LAST_ONE_AND_RESET {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(goAway(1, 0, ""));
        peer.abort();
      }
    },
    BEYOND_THE_SECOND_LAST_ONE_THAT_WAS_SAID {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(goAway(Integer.MAX_VALUE, 0, ""));
        ScriptedServer.pause(50);
        peer.send(goAway(1, 0, ""));
      }
    };

    abstract void by(ScriptedServer.Peer peer) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void goesOverAFreshConnection(Unprocessed call) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  peer.await(Http2.HEADERS);
                  call.by(peer);
                  peer.awaitRequest();
                  peer.await(Http2.PING);
                },
                SERVES);
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRequestThatBrokeOffGoesOverAFreshConnection(boolean kept) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  if (kept) {
                    peer.answer(peer.awaitRequest());
                  }
                  peer.await(Http2.DATA);
                  peer.abort();
                },
                SERVES);
        PredictClient client = own.to(server.target())) {
      if (kept) {
        SocketClients.requireAnswer(client);
      }
      SocketClients.requireAnswer(client, LARGE);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0,  UNAVAILABLE,        NO_ERROR
          1,  INTERNAL,           PROTOCOL_ERROR
          7,  UNAVAILABLE,        REFUSED_STREAM
          11, RESOURCE_EXHAUSTED, ENHANCE_YOUR_CALM
          12, PERMISSION_DENIED,  INADEQUATE_SECURITY
          """)
  void aGoodbyeSaysWhatBecameOfACallThatItLeavesUnanswered(int error, Status.Code code, String name)
      throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.send(goAway(peer.awaitRequest(), error, "as nginx does"));
                  peer.drain();
                },
                SERVES);
        PredictClient client = own.to(server.target())) {
      PredictException failure = SocketClients.failure(client, SocketClients.ONE);
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure)
          .hasMessage(
              "lost the connection to %s: the server is going away: %s, as nginx does"
                  .formatted(server.target(), name));
      assertThat(server.connections()).isEqualTo(1);
      SocketClients.requireAnswer(client);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWholeRequestIsNotSentTwice(boolean announced) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  int stream = peer.awaitRequest();
                  if (announced) {
                    peer.send(goAway(stream, Http2.ENHANCE_YOUR_CALM, "too_many_pings"));
                  }
                  peer.drain();
                },
                SERVES);
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      PredictException failure = SocketClients.failure(client, SocketClients.ONE);
      assertThat(failure.code())
          .isEqualTo(announced ? Status.Code.RESOURCE_EXHAUSTED : Status.Code.UNAVAILABLE);
      assertThat(failure)
          .hasMessage(
              "lost the connection to %s: %s"
                  .formatted(
                      server.target(),
                      announced
                          ? "the server is going away: ENHANCE_YOUR_CALM, too_many_pings"
                          : "the server closed the connection"));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aCallThatAServerOnItsWayOutStillTakesGetsItsAnswer() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int stream = peer.await(Http2.HEADERS).stream();
                  peer.send(goAway(stream, 0, ""));
                  peer.awaitRequest();
                  peer.answer(stream);
                  peer.drain();
                },
                SERVES);
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** A server that answers while it reads may have acted on what it read. */
  @Test
  void aRequestThatBrokeOffOnceTheReplyHadBegunIsNotSentTwice() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.DATA);
                  peer.send(grpcHeaders(1));
                  peer.abort();
                },
                SERVES);
        PredictClient client = own.to(server.target())) {
      assertThat(SocketClients.failure(client, LARGE).code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void threeAttemptsAreEnough() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.HEADERS);
                  peer.send(reset(1, Http2.REFUSED_STREAM));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      PredictException failure = SocketClients.failure(client, SocketClients.ONE);
      assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(failure).hasMessage("the server reset the call: REFUSED_STREAM");
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void theDeadlineHoldsForAllAttemptsTogether() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.HEADERS);
                  ScriptedServer.pause(300);
                  peer.send(reset(1, Http2.REFUSED_STREAM));
                  peer.drain();
                },
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  peer.await(Http2.PING);
                });
        PredictClient client = own.to(server.target())) {
      long start = System.nanoTime();
      RequestOptions brief = RequestOptions.DEFAULT.withDeadline(Duration.ofMillis(500));
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> client.predict(SocketClients.ONE, brief))
          .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(750));
    }
  }
}
