package org.predictbench.modelserver.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the HTTP port makes of a request before its body is read. */
class RestServerTest {
  private static final String PATH = "/v1/models/m:predict";
  private static final String BODY = "{\"instances\":[1.0]}";

  private RestServer server;

  @BeforeEach
  void open() throws IOException {
    server =
        RestServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new FakeBackend(),
            new RestServer.Settings(2, Duration.ofSeconds(10), false, Optional.of("/metrics")));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theTargetMayBeAWholeUri() throws IOException {
    assertThat(post("http://h" + PATH, "", BODY.getBytes(UTF_8))).startsWith("HTTP/1.1 200");
  }

  @Test
  void aQueryBelongsToThePath() throws IOException {
    assertThat(post(PATH + "?key=abc", "", BODY.getBytes(UTF_8)))
        .startsWith("HTTP/1.1 400")
        .contains("Malformed request: POST " + PATH + "?key=abc");
    assertThat(exchange("GET /metrics?a=b HTTP/1.1\r\nConnection: close\r\n\r\n", new byte[0]))
        .startsWith("HTTP/1.1 400")
        .endsWith("Unexpected path: /metrics?a=b. Should be /metrics");
  }

  @Test
  void headersMayBeLarge() throws IOException {
    String token = "X-Token: " + "a".repeat(100_000) + "\r\n";
    assertThat(post(PATH, token, BODY.getBytes(UTF_8))).startsWith("HTTP/1.1 200");
    String huge = "X-Token: " + "a".repeat(1 << 20) + "\r\n";
    assertThat(post(PATH, huge, BODY.getBytes(UTF_8))).startsWith("HTTP/1.1 431");
  }

  @Test
  void ofAllEncodingsOnlyGzipIsUnpacked() throws IOException {
    byte[] body = BODY.getBytes(UTF_8);
    assertThat(post(PATH, "Content-Encoding: gzip\r\n", packed(body))).startsWith("HTTP/1.1 200");
    assertThat(post(PATH, "Content-Encoding: gzip\r\n", body))
        .startsWith("HTTP/1.1 400")
        .contains("\"JSON Parse error: The document is empty\"");
    assertThat(post(PATH, "Content-Encoding: deflate\r\n", body)).startsWith("HTTP/1.1 200");
  }

  @Test
  void aBodyGrowsNoFurtherThanItsSizeAllows() throws IOException {
    byte[] zeros = ("{\"instances\":[" + "0,".repeat(1_000_000) + "0]}").getBytes(UTF_8);
    assertThat(post(PATH, "Content-Encoding: gzip\r\n", packed(zeros))).startsWith("HTTP/1.1 200");
    byte[] bomb = packed(new byte[50 << 20]);
    assertThat(post(PATH, "Content-Encoding: gzip\r\n", bomb))
        .startsWith("HTTP/1.1 400")
        .contains("may grow to", "send it uncompressed");
  }

  @Test
  void aTakenPortIsNamed() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    assertThatThrownBy(
            () ->
                RestServer.open(
                    taken,
                    new FakeBackend(),
                    new RestServer.Settings(1, Duration.ZERO, false, Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessage("Failed to start HTTP Server at " + taken);
  }

  private static byte[] packed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  private String post(String target, String headers, byte[] body) throws IOException {
    return exchange(
        "POST %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(target, headers, body.length),
        body);
  }

  /** Returns all that the server answers, byte by byte. */
  private String exchange(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(body);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
