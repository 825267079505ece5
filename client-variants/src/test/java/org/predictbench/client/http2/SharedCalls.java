package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.window;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;

/** Calls that share a connection, and what scripts of servers ask of them. */
final class SharedCalls {
  static final int WIDE = 1 << 30;

  /** 29 MB: far more than sockets hold. */
  static final Inputs LARGE = SocketClients.images(48);

  private SharedCalls() {}

  static PredictClient to(ScriptedServer server) {
    return OwnClient.MULTIPLEXED.to(server.target());
  }

  static PredictException failure(CompletableFuture<Outputs> call) {
    try {
      throw new AssertionError("an answer: " + call.join());
    } catch (CompletionException e) {
      return (PredictException) e.getCause();
    }
  }

  static List<Integer> awaitRequests(ScriptedServer.Peer peer, int count) throws IOException {
    List<Integer> streams = new ArrayList<>();
    while (streams.size() < count) {
      streams.add(peer.awaitRequest());
    }
    return streams;
  }

  static void greetWidely(ScriptedServer.Peer peer) throws IOException {
    peer.greet(Http2.SETTINGS_INITIAL_WINDOW_SIZE, WIDE);
    peer.send(window(Http2.CONNECTION, WIDE));
  }

  static int bytes(ScriptedServer.Peer peer, int stream) {
    return peer.received().stream()
        .filter(frame -> frame.type() == Http2.DATA && frame.stream() == stream)
        .mapToInt(frame -> frame.payload().length)
        .sum();
  }

  static void awaitHere(CountDownLatch latch) {
    try {
      assertThat(latch.await(9, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
