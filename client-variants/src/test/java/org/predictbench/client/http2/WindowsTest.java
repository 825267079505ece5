package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.goAway;
import static org.predictbench.client.http2.ScriptedServer.initialWindow;
import static org.predictbench.client.http2.ScriptedServer.reset;
import static org.predictbench.client.http2.ScriptedServer.settings;
import static org.predictbench.client.http2.ScriptedServer.window;

import io.grpc.Status;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.TestTensors;

/** A server's windows are kept to the byte, and used to the byte. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class WindowsTest {
  @Parameter OwnClient own;

  /** How a server that gives no window at first takes data that comes all the same. */
  enum Objection {
    AS_NGINX_DOES {
      @Override
      byte[] to(int stream) {
        return reset(stream, Http2.REFUSED_STREAM);
      }
    },
    BY_THE_STREAM {
      @Override
      byte[] to(int stream) {
        return reset(stream, Http2.FLOW_CONTROL_ERROR);
      }
    },
    BY_THE_CONNECTION {
      @Override
      byte[] to(int stream) {
        return goAway(stream, Http2.FLOW_CONTROL_ERROR, "");
      }
    };

    abstract byte[] to(int stream);
  }

  @ParameterizedTest
  @EnumSource
  void settingsThatGiveNoWindowAreHeardAtTheLatestOnTheSecondAttempt(Objection objection)
      throws Exception {
    AtomicInteger objections = new AtomicInteger();
    ScriptedServer.Script once = peer -> takeOneCall(peer, objection, objections);
    try (ScriptedServer server = new ScriptedServer(once);
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      // The other client waits for the settings of every connection.
      int heard = own == OwnClient.BLOCKING ? 1 : 0;
      assertThat(objections).hasValue(heard);
      // From then on the client knows, and begins every connection so.
      SocketClients.requireAnswer(client);
      SocketClients.requireAnswer(client);
      assertThat(objections).hasValue(heard);
    }
  }

  private static void takeOneCall(
      ScriptedServer.Peer peer, Objection objection, AtomicInteger objections) throws IOException {
    peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, 0);
    boolean heard = false;
    while (true) {
      ScriptedServer.Frame frame = peer.read();
      if (frame.type() == Http2.SETTINGS && frame.flags() == Http2.ACK) {
        heard = true;
      } else if (frame.type() == Http2.HEADERS && heard) {
        peer.send(window(frame.stream(), 1000));
        peer.answer(peer.awaitRequest());
        peer.send(goAway(frame.stream(), 0, ""));
        return;
      } else if (frame.type() == Http2.DATA) {
        objections.incrementAndGet();
        peer.send(objection.to(frame.stream()));
        peer.drain();
      }
    }
  }

  /** Whatever is left of a window, be it less than an element, goes out before it is renewed. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 4097, 16_383})
  void aStreamsWindowIsUsedUpBeforeItIsRenewed(int bytes) throws Exception {
    int count = Math.max(1100, 4 * bytes);
    Inputs inputs =
        TestTensors.input(count, count).with("wide", TestTensors.tensor(DType.COMPLEX128, 300));
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, bytes);
                  renewOnlyAtZero(peer, bytes, true);
                });
        PredictClient client = own.to(server.target())) {
      // The first call on a connection may go ahead of the settings.
      SocketClients.requireAnswer(client);
      SocketClients.requireAnswer(client, inputs);
      assertThat(server.failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 4097, 65_535})
  void theConnectionsWindowIsUsedUpBeforeItIsRenewed(int bytes) throws Exception {
    int count = Http2.DEFAULT_WINDOW / 4 + 500;
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, Integer.MAX_VALUE);
                  renewOnlyAtZero(peer, bytes, false);
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client);
      SocketClients.requireAnswer(client, TestTensors.input(count, count));
      assertThat(server.failures()).isEmpty();
    }
  }

  private static void renewOnlyAtZero(ScriptedServer.Peer peer, int bytes, boolean ofTheStream)
      throws IOException {
    long left = ofTheStream ? bytes : Http2.DEFAULT_WINDOW;
    while (true) {
      ScriptedServer.Frame frame = peer.await(Http2.DATA);
      left -= frame.payload().length;
      boolean first = frame.stream() == 1;
      if (!first || !ofTheStream) {
        assertThat(left).as("window").isNotNegative();
      }
      if ((frame.flags() & Http2.END_STREAM) != 0) {
        peer.answer(frame.stream());
        left = ofTheStream ? bytes : left;
        if (ofTheStream) {
          peer.send(window(Http2.CONNECTION, 1 << 20));
        }
      } else if (left <= 0) {
        peer.send(window(ofTheStream ? frame.stream() : Http2.CONNECTION, bytes));
        left += bytes;
      }
    }
  }

  /** As haproxy: it answers itself, resets the call, and counts its data as taken for good. */
  @Test
  void aConnectionWhoseWindowIsLostOnRefusedCallsIsReplaced() throws Exception {
    Inputs inputs = TestTensors.input(5000, 5000);
    ScriptedServer.Script forgetful =
        peer -> {
          peer.greet();
          for (int i = 0; i < 2; i++) {
            int stream = peer.awaitRequest();
            peer.send(
                ScriptedServer.error(stream, Status.Code.RESOURCE_EXHAUSTED.value(), "busy"),
                reset(stream, Http2.CANCEL));
          }
          peer.serve();
        };
    try (ScriptedServer server = new ScriptedServer(forgetful);
        PredictClient client = own.to(server.target())) {
      for (int i = 1; i <= 3; i++) {
        for (int call = 0; call < 2; call++) {
          assertThat(SocketClients.failure(client, inputs).code())
              .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
        assertThat(server.connections()).as("connections").isEqualTo(i);
      }
    }
  }

  /** What a server without resets has not yet renewed, it will. */
  @Test
  void aConnectionWhoseWindowIsLowIsKept() throws Exception {
    Inputs inputs = TestTensors.input(5000, 5000);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.answer(peer.awaitRequest());
                  peer.answer(peer.awaitRequest());
                  peer.await(Http2.HEADERS);
                  peer.send(window(Http2.CONNECTION, 1 << 20));
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      for (int i = 0; i < 3; i++) {
        SocketClients.requireAnswer(client, inputs);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aWindowThatShrinksDuringACallIsWaitedFor() throws Exception {
    Inputs large = SocketClients.images(1);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.await(Http2.DATA);
                  // 65535 bytes are under way, and now 65534 too many.
                  peer.send(initialWindow(1));
                  ScriptedServer.pause(50);
                  peer.send(
                      settings(Http2.SETTINGS_INITIAL_WINDOW_SIZE, 1 << 20),
                      window(Http2.CONNECTION, 1 << 20));
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireAnswer(client, large);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "-2147483648"})
  void aWindowBeyondTheLimitIsRefused(int window) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, window);
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireFailure(client, Status.Code.INTERNAL);
    }
  }

  /** Frames as large as the server takes, and no larger. */
  @ParameterizedTest
  @ValueSource(ints = {16_384, 16_385, 65_536, 1 << 20})
  void framesAreAsLongAsTheServerTakes(int most) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(
                      Http2.SETTINGS_INITIAL_WINDOW_SIZE,
                      1 << 30,
                      Http2.SETTINGS_MAX_FRAME_SIZE,
                      most);
                  peer.send(window(Http2.CONNECTION, 1 << 30));
                  peer.answer(peer.awaitRequest());
                  peer.answer(peer.awaitRequest());
                  int longest =
                      peer.received().stream()
                          .filter(frame -> frame.type() == Http2.DATA)
                          .mapToInt(frame -> frame.payload().length)
                          .max()
                          .orElseThrow();
                  assertThat(longest).isBetween(Math.min(most, 100_000), most);
                });
        PredictClient client = own.to(server.target())) {
      // The first call on a connection may go ahead of the settings.
      SocketClients.requireAnswer(client);
      SocketClients.requireAnswer(client, SocketClients.images(4));
      assertThat(server.failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16_383, 1 << 24, -1})
  void aFrameSizeThatIsNoneIsRefused(int size) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet(Http2.SETTINGS_MAX_FRAME_SIZE, size);
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireFailure(client, Status.Code.INTERNAL);
    }
  }
}
