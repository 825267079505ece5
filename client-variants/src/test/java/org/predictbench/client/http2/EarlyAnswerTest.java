package org.predictbench.client.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.answerTo;
import static org.predictbench.client.http2.ScriptedServer.data;
import static org.predictbench.client.http2.ScriptedServer.error;
import static org.predictbench.client.http2.ScriptedServer.headers;
import static org.predictbench.client.http2.ScriptedServer.ping;
import static org.predictbench.client.http2.ScriptedServer.reset;
import static org.predictbench.client.http2.ScriptedServer.window;

import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;

/** An answer counts once it is there, whatever else the server does or leaves undone. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class EarlyAnswerTest {
  @Parameter OwnClient own;

  /** 19 MB. */
  private static final Inputs LARGE = SocketClients.images(32);

  /** What a server does once it has refused a request that it has not read. */
  enum Afterwards {
    READS_ON {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(window(1, 1 << 30), window(Http2.CONNECTION, 1 << 30));
        peer.await(Http2.RST_STREAM);
      }
    },
    RESETS_AND_READS_ON {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(reset(1, 0));
        peer.await(Http2.PING);
      }
    },
    READS_NO_MORE {
      @Override
      void by(ScriptedServer.Peer peer) {
        peer.pause();
      }
    },
    GIVES_A_WINDOW_AND_READS_NO_MORE {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.send(window(1, 1 << 30), window(Http2.CONNECTION, 1 << 30));
        peer.pause();
      }
    },
    CLOSES {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.drain();
      }
    },
    CLOSES_WITH_THE_REQUEST_UNREAD {
      @Override
      void by(ScriptedServer.Peer peer) {
        // The socket closes as the script ends.
      }
    },
    RESETS_THE_CONNECTION {
      @Override
      void by(ScriptedServer.Peer peer) throws IOException {
        peer.abort();
      }
    };

    abstract void by(ScriptedServer.Peer peer) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void refusesALargeRequest(Afterwards afterwards) throws Exception {
    require(
        afterwards,
        Status.Code.RESOURCE_EXHAUSTED,
        error(1, Status.Code.RESOURCE_EXHAUSTED.value(), "larger than max"));
  }

  @ParameterizedTest
  @EnumSource
  void ofAProxyRefusesALargeRequest(Afterwards afterwards) throws Exception {
    require(
        afterwards,
        Status.Code.UNKNOWN,
        headers(1, 0, ":status", "413", "content-type", "text/html"),
        data(1, Http2.END_STREAM, new byte[100]));
  }

  private void require(Afterwards afterwards, Status.Code code, byte[]... answer) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.DATA);
                  peer.send(answer);
                  afterwards.by(peer);
                });
        PredictClient client = own.to(server.target())) {
      PredictException failure = SocketClients.failure(client, LARGE);
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void stopsTheRequestAndLeavesTheConnectionUsable() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.DATA);
                  peer.send(error(1, Status.Code.RESOURCE_EXHAUSTED.value(), "no"));
                  ScriptedServer.Frame reset = peer.await(Http2.RST_STREAM);
                  assertThat(reset.stream()).isEqualTo(1);
                  assertThat(reset.payload()).isEqualTo(ScriptedServer.ints(Http2.CANCEL));
                  peer.send(window(Http2.CONNECTION, 1 << 20));
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      assertThat(SocketClients.failure(client, LARGE)).hasMessage("no");
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.failures()).isEmpty();
    }
  }

  /** A ping is still to be acknowledged, which a closed connection does not take. */
  @RepeatedTest(100)
  void isWholeBeforeTheConnectionCloses() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int stream = peer.awaitRequest();
                  for (int i = 0; i < 10; i++) {
                    peer.send(ping());
                  }
                  peer.send(answerTo(stream), ping());
                  peer.abort();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
    }
  }

  @Test
  void isWholeBeforeTheServerSendsNonsense() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int stream = peer.awaitRequest();
                  peer.send(answerTo(stream), "HTTP/1.1 400 Bad".getBytes(US_ASCII));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }
}
