package org.predictbench.client.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.predictbench.client.PredictException;

/** A server may have spoken before the first call of a shared connection begins. */
@Timeout(30)
class FirstWordsTest {
  @Test
  void whatItDidWrongIsWhatTheCallHears() throws Exception {
    StreamCall call = begin("SSH-2.0-x\r\n\r\n");
    assertThat(call.isUnprocessed()).as("whether another connection may take it").isTrue();
    PredictException why =
        catchThrowableOfType(PredictException.class, () -> call.reply().message());
    assertThat(why.code()).as(why.getMessage()).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void aFarewellWithoutAWordIsALostConnection() throws Exception {
    StreamCall call = begin("");
    assertThat(call.isUnprocessed()).as("whether another connection may take it").isTrue();
    assertThat(call.failure().orElseThrow()).hasMessage("the server closed the connection");
  }

  /** A call that begins once the server has said that, and that it says no more. */
  private static StreamCall begin(String says) throws Exception {
    long end = System.nanoTime() + SocketClients.PATIENCE.toNanos();
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.send(says.getBytes(US_ASCII));
                  peer.drain();
                });
        TargetSockets sockets = TargetSockets.to(server.target())) {
      DeadlineSocket socket = sockets.connect(end);
      SharedConnection connection =
          new SharedConnection(
              socket, OutFrames.to(server.target()), closed -> sockets.discard(closed.socket()));
      socket.awaitReadable(end);
      StreamCall call = new StreamCall(SocketClients.method().newPrefixedRequest());
      call.request().fill(SocketClients.ONE);
      call.begin(new byte[0], end);
      assertThat(connection.begin(call)).as("whether the connection takes it").isFalse();
      return call;
    }
  }
}
