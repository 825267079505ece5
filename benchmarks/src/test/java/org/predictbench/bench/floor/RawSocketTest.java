package org.predictbench.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static void answerWithZeros(ServerSocketChannel listener) {
    try (SocketChannel connection = listener.accept()) {
      Sockets.read(connection, ByteBuffer.allocate(Integer.BYTES + Float.BYTES * VALUES.length));
      Sockets.write(connection, ByteBuffer.allocate(RawSocketPeer.REPLY_BYTES));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
