package org.predictbench.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.server.config.ServerTarget;

@Timeout(30)
class ExternalServerTest {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8500",
        "10.0.0.1:1",
        "[::1]:65535",
        "unix:/run/tf.sock",
        "tls:h:443?ca=/c"
      })
  void wellFormedTargetsReadBack(String text) {
    assertThat(ServerTarget.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | target 'localhost' is neither host:port, unix:/path nor tls:host:port",
        "::1:80 | target '::1:80' is neither host:port, unix:/path nor tls:host:port",
        "http://h:80 | target 'http://h:80' is neither host:port, unix:/path nor tls:host:port",
        "h:0 | port 0 is not in 1..65535",
        "h:70000 | port 70000 is not in 1..65535",
        "unix: | target 'unix:' has no path: try unix:/path"
      })
  void badTargetsSayWhatWouldBeRight(String text, String message) {
    assertThatThrownBy(() -> ExternalServer.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void tooLongSocketPathIsRefused() {
    String path = "unix:/" + "x".repeat(107);
    assertThatThrownBy(() -> ServerTarget.parse(path)).hasMessageContaining("107 bytes");
  }

  @Test
  void findsWhoListens() throws Exception {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ExternalServer.of("127.0.0.1:" + tcp.getLocalPort()).awaitListening(Duration.ofSeconds(5));
    }
    Path socket = dir.resolve("s");
    try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      unix.bind(UnixDomainSocketAddress.of(socket));
      ExternalServer.of("unix:" + socket).awaitListening(Duration.ofSeconds(5));
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    ExternalServer unix = ExternalServer.of("unix:" + dir.resolve("none"));
    assertThatThrownBy(() -> unix.awaitListening(Duration.ofMillis(200)))
        .isInstanceOf(IOException.class)
        .hasMessage("nobody listens on " + unix.target() + " (waited 200 ms)");
    // Reserved and never listened on.
    ExternalServer tcp = ExternalServer.of("127.0.0.1:1");
    assertThatThrownBy(() -> tcp.awaitListening(Duration.ofSeconds(1)))
        .hasMessage("nobody listens on 127.0.0.1:1 (waited 1 s)");
  }
}
