package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.CountingRelay;
import org.predictbench.client.FakePredictService;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.TestTensors;

/** What our own HTTP/2 does with servers that are narrow, in a hurry to go, broken or hostile. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class SocketClientTest {
  @Parameter OwnClient own;

  private static final Inputs ONE = Inputs.of("input", Tensor.of(new float[1], 1));

  @ParameterizedTest
  @ValueSource(ints = {1_000, 20_000, 70_001, 1 << 20})
  void fitsEveryWindow(int window) throws Exception {
    Server server = serving(window);
    try (PredictClient client = client(server.getPort())) {
      for (int count : new int[] {5, 4096, 4097, 100_003}) {
        Inputs inputs = TestTensors.input(count, count);
        assertThat(client.predict(inputs).sameBitsAs(TestTensors.echo(inputs))).isTrue();
      }
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void sendsNoFloatsAtAll() throws Exception {
    Server server = serving(1 << 20);
    try (PredictClient client = client(server.getPort())) {
      Inputs none = Inputs.of("input", Tensor.of(new float[0], 0));
      assertThat(client.predict(none).sameBitsAs(TestTensors.echo(none))).isTrue();
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void keepsOneConnectionForCallsInTurn() throws Exception {
    Server server = serving(1 << 20);
    try (CountingRelay relay = new CountingRelay(server.getPort());
        PredictClient client = client(relay.port())) {
      for (int i = 0; i < 20; i++) {
        client.predict(ONE);
      }
      assertThat(relay.connections()).isEqualTo(1);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void aServersOwnErrorLeavesTheConnectionUsable() throws Exception {
    Server server = serving(1 << 20);
    try (CountingRelay relay = new CountingRelay(server.getPort());
        PredictClient client = client(relay.port(), "error-ABORTED")) {
      for (int i = 0; i < 5; i++) {
        assertThatExceptionOfType(PredictException.class)
            .isThrownBy(() -> client.predict(TestTensors.input(300_000, 300_000)))
            .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.ABORTED));
      }
      assertThat(relay.connections()).isEqualTo(1);
    } finally {
      server.shutdownNow();
    }
  }

  static Stream<Arguments> hostileServers() {
    return Stream.of(
        Arguments.of("closes", new byte[0], Status.Code.UNAVAILABLE),
        Arguments.of(
            "an alert of TLS", new byte[] {21, 3, 3, 0, 2, 2, 70, 0, 0, 0}, Status.Code.INTERNAL),
        Arguments.of("too long a frame", frame(0x4001, Http2.DATA, 0, 1), Status.Code.INTERNAL),
        Arguments.of(
            "half a frame",
            Arrays.copyOf(frame(100, Http2.DATA, 0, 1), 50),
            Status.Code.UNAVAILABLE),
        Arguments.of("short settings", frame(3, Http2.SETTINGS, 0, 0), Status.Code.INTERNAL),
        Arguments.of("padding beyond the frame", padded(), Status.Code.INTERNAL),
        Arguments.of("a push", frame(4, Http2.PUSH_PROMISE, 0, 1), Status.Code.INTERNAL),
        Arguments.of("headers that are none", headers((byte) 0xff), Status.Code.INTERNAL),
        Arguments.of("a reset", with(frame(4, Http2.RST_STREAM, 0, 1), 8), Status.Code.CANCELLED),
        Arguments.of(
            "data without a status",
            frame(5, Http2.DATA, Http2.END_STREAM, 1),
            Status.Code.INTERNAL),
        Arguments.of(
            "a flood of pings",
            repeated(frame(8, Http2.PING, 0, 0), 4000),
            Status.Code.UNAVAILABLE),
        Arguments.of("endless headers", endlessHeaders(), Status.Code.RESOURCE_EXHAUSTED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileServers")
  void endsInAnErrorOfItsOwn(String what, byte[] says, Status.Code code) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  peer.send(says);
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireFailure(client, code);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Before anything of HTTP/2: {@link #hostileServers} has the rest. */
  @ParameterizedTest
  @CsvSource({"'', UNAVAILABLE", "HTTP/1.1 400 Bad Request, INTERNAL", "SSH-2.0-x, INTERNAL"})
  void endsInAnErrorOfItsOwnAtOnce(String says, Status.Code code) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.send((says + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireFailure(client, code);
    }
  }

  private static byte[] frame(int length, int type, int flags, int stream) {
    ByteBuffer frame = ByteBuffer.allocate(Http2.HEADER_BYTES + length);
    Http2.header(frame, length, type, flags, stream);
    return frame.array();
  }

  private static byte[] with(byte[] frame, int lastByte) {
    frame[frame.length - 1] = (byte) lastByte;
    return frame;
  }

  private static byte[] padded() {
    byte[] frame = frame(10, Http2.DATA, Http2.PADDED, 1);
    frame[Http2.HEADER_BYTES] = (byte) 200;
    return frame;
  }

  private static byte[] headers(byte filler) {
    byte[] frame = frame(20, Http2.HEADERS, Http2.END_HEADERS, 1);
    Arrays.fill(frame, Http2.HEADER_BYTES, frame.length, filler);
    return frame;
  }

  private static byte[] endlessHeaders() {
    byte[] frames = repeated(frame(Http2.MAX_FRAME, Http2.CONTINUATION, 0, 1), 9);
    frames[3] = Http2.HEADERS;
    return frames;
  }

  private static byte[] repeated(byte[] frame, int times) {
    ByteBuffer all = ByteBuffer.allocate(frame.length * times);
    for (int i = 0; i < times; i++) {
      all.put(frame);
    }
    return all.array();
  }

  private static Server serving(int window) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .flowControlWindow(window)
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .addService(new FakePredictService())
        .build()
        .start();
  }

  private PredictClient client(int port) {
    return client(port, "fields");
  }

  private PredictClient client(int port, String behaviour) {
    return own.to(new Target.Tcp("127.0.0.1", port), behaviour);
  }
}
