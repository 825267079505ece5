package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;

/** Request headers of any length: RFC 9113, section 6.10. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class LongHeadersTest {
  @Parameter OwnClient own;

  private static final int NO_LIMIT = 1 << 24;

  /** A header block without a gap: nothing else may come between its frames. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16_383, 16_384, 16_385, 32_768, 100_000})
  void goInFramesThatFollowEachOther(int length) throws Exception {
    byte[] block = new byte[length];
    new Random(length).nextBytes(block);
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  requireBlock(peer, block);
                  peer.answer(1);
                  requireBlock(peer, new byte[1]);
                  peer.drain();
                });
        DeadlineSocket socket = socketTo(server)) {
      DueFrames due = new DueFrames();
      Http2.pingAck(due.answer(), 1);
      due.headers(block, 1);
      Http2.pingAck(due.answer(), 2);
      write(due, socket);
      due.headers(new byte[1], 3);
      write(due, socket);
      while (socket.read(ByteBuffer.allocate(1000)) >= 0) {
        socket.awaitReadable(deadline());
      }
      assertThat(server.failures()).isEmpty();
    }
  }

  private static void requireBlock(ScriptedServer.Peer peer, byte[] block) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    ScriptedServer.Frame frame = peer.await(Http2.HEADERS);
    received.writeBytes(frame.payload());
    while ((frame.flags() & Http2.END_HEADERS) == 0) {
      assertThat(frame.payload()).hasSize(Http2.MAX_FRAME);
      frame = peer.read();
      assertThat(frame.type()).isEqualTo(Http2.CONTINUATION);
      received.writeBytes(frame.payload());
    }
    assertThat(received.toByteArray()).isEqualTo(block);
  }

  @Test
  void arriveAsTheyWereGiven() throws Exception {
    String value = "h-~ ".repeat(20_000) + "end";
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      RequestOptions options = RequestOptions.DEFAULT.withHeader("x-long", value);
      for (int i = 0; i < 2; i++) {
        assertThat(client.predict(SocketClients.ONE, options).aliases()).isEmpty();
        SocketClients.requireAnswer(client);
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(headers(server.peers().get(0).received()).get("x-long")).hasToString(value);
    }
  }

  private static Http2Headers headers(List<ScriptedServer.Frame> frames) throws Exception {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    frames.stream()
        .filter(frame -> frame.stream() == 1 && frame.type() != Http2.DATA)
        .forEach(frame -> block.writeBytes(frame.payload()));
    return new DefaultHttp2HeadersDecoder(false, NO_LIMIT)
        .decodeHeaders(1, Unpooled.wrappedBuffer(block.toByteArray()));
  }

  @Test
  void haveABound() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::drain);
        PredictClient client = own.to(server.target())) {
      RequestOptions options = RequestOptions.DEFAULT.withHeader("x-long", "h".repeat(2_000_000));
      PredictException failure =
          catchThrowableOfType(
              PredictException.class, () -> client.predict(SocketClients.ONE, options));
      assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(failure).hasMessageContaining("at most 1048576 are sent");
      assertThat(server.connections()).isZero();
    }
  }

  private static DeadlineSocket socketTo(ScriptedServer server) throws IOException {
    DeadlineSocket socket =
        DeadlineSocket.to(TargetSockets.Resolver.of(server.target()).addresses(deadline()).get(0));
    socket.connect(deadline());
    return socket;
  }

  private static void write(DueFrames due, DeadlineSocket socket) throws IOException {
    while (!due.writeTo(socket)) {
      socket.awaitReadableOrWritable(deadline());
    }
  }

  private static long deadline() {
    return System.nanoTime() + Duration.ofSeconds(10).toNanos();
  }
}
