package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.frame;
import static org.predictbench.client.http2.ScriptedServer.goAway;
import static org.predictbench.client.http2.ScriptedServer.ping;
import static org.predictbench.client.http2.ScriptedServer.settings;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.PredictClient;

/** What happens to a connection between two calls is noticed before the second. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class KeptConnectionTest {
  @Parameter OwnClient own;

  /** How a server ends a connection that has nothing to do. */
  enum End {
    CLOSED {
      @Override
      void of(ScriptedServer.Peer peer) throws IOException {
        peer.drain();
      }
    },
    RESET {
      @Override
      void of(ScriptedServer.Peer peer) throws IOException {
        peer.abort();
      }
    },
    GOING_AWAY_AND_OPEN {
      @Override
      void of(ScriptedServer.Peer peer) throws IOException {
        peer.send(goAway(1, 0, "max_age"));
      }
    },
    GOING_AWAY_IN_TWO_STEPS {
      @Override
      void of(ScriptedServer.Peer peer) throws IOException {
        peer.send(goAway(Integer.MAX_VALUE, 0, ""), ping(), goAway(1, 0, ""));
        peer.drain();
      }
    },
    PINGED_IN_VAIN_AND_CLOSED {
      @Override
      void of(ScriptedServer.Peer peer) throws IOException {
        peer.send(ping());
        peer.drain();
      }
    },
    PINGED_FOR_HOURS_AND_CLOSED {
      @Override
      void of(ScriptedServer.Peer peer) throws IOException {
        // More than one read takes.
        for (int i = 0; i < 900; i++) {
          peer.send(ping(), frame(0xfa, 0, 0, new byte[200]));
        }
        peer.drain();
      }
    };

    abstract void of(ScriptedServer.Peer peer) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void thatIsOfNoMoreUseIsReplacedBeforeTheCall(End end) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  new Thread(() -> afterAMoment(ended)).start();
                  end.of(peer);
                  peer.await(Http2.RST_STREAM);
                },
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
      SocketClients.requireAnswer(client);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.peers().get(0).received())
          .as("calls on the first connection")
          .filteredOn(frame -> frame.type() == Http2.HEADERS)
          .hasSize(1);
    }
  }

  /** Scripts that drain do not return before the client has hung up. */
  private static void afterAMoment(CountDownLatch ended) {
    ScriptedServer.pause(1000);
    ended.countDown();
  }

  @Test
  void thatWasPingedAnswersAndServesOn() throws Exception {
    CountDownLatch pinged = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  peer.send(ping(), settings(), ping());
                  pinged.countDown();
                  assertThat(peer.await(Http2.PING).flags()).isEqualTo(Http2.ACK);
                  assertThat(peer.await(Http2.SETTINGS).flags()).isEqualTo(Http2.ACK);
                  assertThat(peer.await(Http2.PING).flags()).isEqualTo(Http2.ACK);
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      assertThat(pinged.await(5, TimeUnit.SECONDS)).isTrue();
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.failures()).isEmpty();
    }
  }

  /** No call follows: a server on its way out waits for this client alone. */
  @Test
  void thatRestsAnswersAndIsClosedWithItsServer() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  for (int i = 0; i < 2; i++) {
                    peer.send(ping());
                    assertThat(peer.await(Http2.PING).flags()).isEqualTo(Http2.ACK);
                  }
                  peer.send(goAway(Integer.MAX_VALUE, 0, ""), ping());
                  peer.drain();
                  closed.countDown();
                },
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(server.failures()).isEmpty();
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void thatFloodsIsGivenUp() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  while (true) {
                    peer.send(frame(0xfa, 0, 0, new byte[Http2.MAX_FRAME]));
                  }
                },
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      ScriptedServer.pause(200);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(2);
    }
  }
}
