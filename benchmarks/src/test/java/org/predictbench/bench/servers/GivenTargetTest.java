package org.predictbench.bench.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Target;

/** What a user may give as a target, and what may listen there. */
class GivenTargetTest {
  private static final SpokenProtocol QUICK = new SpokenProtocol(Duration.ofMillis(500));

  /** What a fake server does with a connection. */
  private interface Talk {
    void with(Socket socket) throws IOException;
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8500, try localhost:8500",
    "https://host:443/v1, try tls:host:443",
    "grpc://host, try host:8500",
    "dns:///host:1, try host:1",
    "::1:8500, [::1]:8500",
    "localhost, has no port: localhost:8500",
    "tls:host, has no port: tls:host:8500",
    "[::1], has no port: [::1]:8500",
    "host:, has no port: host:8500",
    "host:99999, not in 1..65535",
    "host:0, not in 1..65535",
    "host:123456789012, not in 1..65535",
    "'a b:1', blanks",
    "'', blank",
    "docker:, docker:tensorflow/serving",
    "unix:, unix:/PATH",
    ":8500, none of HOST:PORT"
  })
  void whatIsNoTargetIsRefusedWithWhatWouldBe(String text, String right) {
    assertThatThrownBy(() -> GivenTarget.requireWritten(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("target '" + text + "'")
        .hasMessageContaining(right);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8500",
        "10.0.0.1:8500",
        "[::1]:8500",
        "tls:models.example:443",
        "tls:host:1?ca=/x",
        "unix:/run/s.sock",
        "docker:tensorflow/serving:2.18.1"
      })
  void targetsAreTaken(String text) {
    assertThatCode(() -> GivenTarget.requireWritten(text)).doesNotThrowAnyException();
  }

  @Test
  void anUnknownHostIsToldFromAPortWhereNobodyListens() {
    assertThatThrownBy(() -> GivenTarget.requireGrpc("no-such-host.invalid:8500"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no address is known for the host of no-such-host.invalid:8500");
    assertThatThrownBy(() -> GivenTarget.requireGrpc("127.0.0.1:1"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nobody listens on 127.0.0.1:1");
  }

  @Test
  void webServersBannersSilenceAndClosedDoorsAreNamed() throws IOException {
    assertThat(problem(socket -> say(socket, "HTTP/1.1 407 Proxy Authentication Required\r\n")))
        .contains("HTTP/1.1");
    assertThat(problem(socket -> say(socket, "SSH-2.0-OpenSSH_9.2\r\n"))).contains("'SSH-2.0-O'");
    assertThat(problem(socket -> socket.getInputStream().readAllBytes()))
        .contains("says nothing (waited 0 s)");
    assertThat(problem(Socket::close)).contains("closes each connection at once");
    // The alert with which TLS answers what is none.
    assertThat(problem(socket -> say(socket, "\u0015\u0003\u0003\0\2\2F\0\0")))
        .contains("speaks TLS: --target tls:127.0.0.1:");
  }

  @Test
  void tlsIsNotSpokenByThosewhoDoNot() throws IOException {
    try (ServerSocket server = listen(socket -> say(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThat(QUICK.problem(Target.parse("tls:127.0.0.1:" + server.getLocalPort())))
          .hasValueSatisfying(problem -> assertThat(problem).contains("speaks no TLS"));
    }
  }

  @Test
  void aGrpcServerIsRecognised() throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build()
            .start();
    try {
      assertThat(QUICK.problem(Target.parse("127.0.0.1:" + server.getPort()))).isEmpty();
    } finally {
      server.shutdownNow();
    }
  }

  private static String problem(Talk talk) throws IOException {
    try (ServerSocket server = listen(talk)) {
      Optional<String> problem = QUICK.problem(Target.parse("127.0.0.1:" + server.getLocalPort()));
      return problem.orElse("none");
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    // Not a reset, which may overtake what was said.
    socket.shutdownOutput();
    socket.getInputStream().readAllBytes();
  }

  private static ServerSocket listen(Talk talk) throws IOException {
    ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  talk.with(socket);
                } catch (IOException e) {
                  // The other side left, or the test is over.
                }
              }
            },
            "odd-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }
}
