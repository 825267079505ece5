package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.EMPTY_MESSAGE;
import static org.predictbench.client.http2.ScriptedServer.data;
import static org.predictbench.client.http2.ScriptedServer.frame;
import static org.predictbench.client.http2.ScriptedServer.grpcHeaders;
import static org.predictbench.client.http2.ScriptedServer.trailers;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.PredictClient;

/** The forms that HTTP/2 allows a reply, of which most servers use few. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class FramesTest {
  @Parameter OwnClient own;

  private static final int PRIORITY_FRAME = 2;
  private static final int UNKNOWN_FRAME = 0xfa;

  @Test
  void arePaddedAndPrioritised() throws Exception {
    byte[] block = block(grpcHeaders(1));
    byte[] headers = new byte[1 + 5 + block.length + 7];
    headers[0] = 7;
    System.arraycopy(block, 0, headers, 6, block.length);
    byte[] message = new byte[1 + EMPTY_MESSAGE.length + 200];
    message[0] = (byte) 200;
    requireAnswer(
        frame(Http2.HEADERS, Http2.END_HEADERS | Http2.PADDED | Http2.PRIORITY, 1, headers),
        data(1, Http2.PADDED, message),
        trailers(1, 0));
  }

  @Test
  void comeInSmallPieces() throws Exception {
    byte[] block = block(grpcHeaders(1));
    requireAnswer(
        frame(Http2.HEADERS, 0, 1, Arrays.copyOf(block, 3)),
        frame(Http2.CONTINUATION, 0, 1),
        frame(Http2.CONTINUATION, Http2.END_HEADERS, 1, Arrays.copyOfRange(block, 3, block.length)),
        data(1, 0),
        data(1, 0, (byte) 0),
        data(1, 0, (byte) 0, (byte) 0),
        data(1, 0),
        data(1, 0, (byte) 0, (byte) 0),
        trailers(1, 0));
  }

  @Test
  void standAmongThoseThatMeanNothingToUs() throws Exception {
    byte[] unknown = frame(UNKNOWN_FRAME, 0xff, 1, new byte[100]);
    requireAnswer(
        unknown,
        grpcHeaders(1),
        frame(PRIORITY_FRAME, 0, 1, new byte[5]),
        data(1, 0, EMPTY_MESSAGE),
        unknown,
        ScriptedServer.window(1, 5),
        trailers(1, 0));
  }

  private static byte[] block(byte[] frame) {
    return Arrays.copyOfRange(frame, Http2.HEADER_BYTES, frame.length);
  }

  /** However they are cut on their way. */
  private void requireAnswer(byte[]... frames) throws Exception {
    for (boolean bytewise : new boolean[] {false, true}) {
      try (ScriptedServer server =
              new ScriptedServer(
                  peer -> {
                    peer.greet();
                    peer.awaitRequest();
                    send(peer, bytewise, frames);
                    peer.serve();
                  });
          PredictClient client = own.to(server.target())) {
        SocketClients.requireAnswer(client);
        SocketClients.requireAnswer(client);
        assertThat(server.connections()).isEqualTo(1);
      }
    }
  }

  private static void send(ScriptedServer.Peer peer, boolean bytewise, byte[]... frames)
      throws IOException {
    if (!bytewise) {
      peer.send(frames);
      return;
    }
    for (byte[] frame : frames) {
      for (byte each : frame) {
        peer.send(new byte[] {each});
      }
    }
  }
}
