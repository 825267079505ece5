package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.predictbench.client.PredictException;

/** A host's addresses are tried in turn, within the time that there is. */
@Timeout(30)
class TargetSocketsTest {

  @Test
  void anAddressThatRefusesIsFollowedByTheNext() throws Exception {
    try (ServerSocket server = listener();
        TargetSockets sockets = sockets(address(closedPort()), server.getLocalSocketAddress())) {
      assertThat(sockets.connect(in(Duration.ofSeconds(10)))).isNotNull();
      assertThat(sockets.size()).isEqualTo(1);
    }
  }

  @Test
  void anAddressThatDoesNotAnswerIsFollowedByTheNextAndThenLeftAlone() throws Exception {
    try (BlackHole hole = new BlackHole();
        ServerSocket server = listener();
        TargetSockets sockets = sockets(hole.address(), server.getLocalSocketAddress())) {
      long start = System.nanoTime();
      assertThat(sockets.connect(in(Duration.ofSeconds(1)))).isNotNull();
      assertThat(since(start)).isBetween(Duration.ofMillis(450), Duration.ofMillis(950));
      start = System.nanoTime();
      assertThat(sockets.connect(in(Duration.ofSeconds(1)))).isNotNull();
      assertThat(since(start)).isLessThan(Duration.ofMillis(400));
      assertThat(sockets.size()).isEqualTo(2);
    }
  }

  @Test
  void aLongDeadlineIsNotSpentOnOneAddress() throws Exception {
    try (BlackHole hole = new BlackHole();
        ServerSocket server = listener();
        TargetSockets sockets = sockets(hole.address(), server.getLocalSocketAddress())) {
      long start = System.nanoTime();
      assertThat(sockets.connect(in(Duration.ofHours(1)))).isNotNull();
      assertThat(since(start)).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
    }
  }

  @Test
  void theLastAddressHasTheWholeDeadline() throws Exception {
    try (BlackHole hole = new BlackHole();
        TargetSockets sockets = sockets(address(closedPort()), hole.address())) {
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> sockets.connect(in(Duration.ofMillis(200))))
          .withMessage("deadline exceeded: %s does not answer", hole.address())
          .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
      assertThat(sockets.size()).isZero();
    }
  }

  @Test
  void closingEndsAConnectThatWaits() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      TargetSockets sockets = sockets(hole.address());
      CompletableFuture<?> connecting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return sockets.connect(in(Duration.ofHours(1)));
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              });
      while (sockets.size() == 0) {
        Thread.onSpinWait();
      }
      ScriptedServer.pause(50);
      sockets.close();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(connecting::join)
          .withCauseInstanceOf(IOException.class);
      assertThat(sockets.size()).isZero();
    }
  }

  @Test
  void thereIsABound() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        TargetSockets sockets =
            new TargetSockets(
                deadline -> {
                  asked.incrementAndGet();
                  return List.of(server.getLocalSocketAddress());
                },
                3)) {
      for (int i = 0; i < 3; i++) {
        assertThat(sockets.connect(in(Duration.ofSeconds(10)))).isNotNull();
      }
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> sockets.connect(in(Duration.ofSeconds(10))))
          .withMessage(
              "3 calls are in flight, each on a connection of its own; a client that shares one"
                  + " carries more")
          .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
      assertThat(asked).hasValue(3);
    }
  }

  private static TargetSockets sockets(SocketAddress... addresses) {
    return new TargetSockets(deadline -> List.of(addresses), TargetSockets.MOST_OPEN);
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static SocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket closed = listener()) {
      return closed.getLocalPort();
    }
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** An address where nobody accepts, nor refuses: Linux drops what a full backlog cannot hold. */
  private static final class BlackHole implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> waiting = new ArrayList<>();

    BlackHole() throws IOException {
      for (int i = 0; i < 4; i++) {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        channel.connect(listener.getLocalSocketAddress());
      }
      ScriptedServer.pause(50);
    }

    SocketAddress address() {
      return listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      listener.close();
    }
  }
}
