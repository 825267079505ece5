package org.predictbench.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Tensor;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

class RawSocketTest {
  private static final float[] VALUES = new float[150_528];

  static {
    VALUES[VALUES.length - 1] = 1.5f;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyExchangeIsReadWholeByAnotherProcess(boolean unix) throws Exception {
    try (PeerProcess server = PeerProcess.start(RawSocketServer.class, unix);
        RawSocketPeer peer = new RawSocketPeer(server.address(), VALUES.length)) {
      for (int i = 0; i < 20; i++) {
        assertThat(peer.exchange(VALUES)).isEqualTo(RawSocketPeer.REPLY_BYTES);
      }
    }
  }

  @Test
  void aPeerThatReadSomethingElseIsNoticed() throws Exception {
    try (ServerSocketChannel listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Thread forgetful = new Thread(() -> answerWithZeros(listener));
      forgetful.start();
      try (RawSocketPeer peer = new RawSocketPeer(listener.getLocalAddress(), VALUES.length)) {
        assertThatThrownBy(() -> peer.exchange(VALUES))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("read something else");
      }
      forgetful.join();
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NETTY_EPOLL",
        "NETTY_UDS",
        "SOCKET",
        "SOCKET_UDS",
        "MULTIPLEXED",
        "MULTIPLEXED_UDS"
      })
  void theWiresServerReadsWhatAClientSends(Transport transport) throws Exception {
    Variant variant = Variant.best().with(TensorEncoding.DIRECT).with(Protos.NONE).over(transport);
    ModelRef model = ModelRef.of("any");
    Inputs inputs =
        Inputs.of("input", Tensor.of(VALUES, 1, VALUES.length))
            .with("flag", Tensor.of(new boolean[] {true}));
    try (PeerProcess server = PeerProcess.start(WireServer.class, transport.usesUnixSocket());
        PredictClient client =
            PredictClients.create(variant, server.target(), model, Duration.ofSeconds(9))) {
      Outputs answer = client.predict(inputs);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      WireCodec.of(TensorEncoding.DIRECT, Protos.NONE, model).encode(inputs, message);
      assertThat(WireServer.echoes(message.toByteArray(), answer)).isTrue();
      assertThat(WireServer.echoes(new byte[] {1, 2, 3, 4}, answer)).isFalse();
    }
  }

  private static void answerWithZeros(ServerSocketChannel listener) {
    try (SocketChannel connection = listener.accept()) {
      Sockets.read(connection, ByteBuffer.allocate(Integer.BYTES + Float.BYTES * VALUES.length));
      Sockets.write(connection, ByteBuffer.allocate(RawSocketPeer.REPLY_BYTES));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
