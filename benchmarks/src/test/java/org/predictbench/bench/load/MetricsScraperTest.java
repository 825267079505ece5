package org.predictbench.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsScraperTest {
  private static final String METRICS =
      """
      # TYPE :tensorflow:serving:request_count counter
      :tensorflow:serving:request_count{model_name="m",status="OK"} 42
      plain 1.5
      """;

  @TempDir Path folder;

  @Test
  void everySampleIsKeptWithItsLabelsAndGapsAreTold() throws Exception {
    Path file = folder.resolve("metrics").resolve("t.csv");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = METRICS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
    MetricsScraper scraper = MetricsScraper.of(source, file);
    awaitText(file, "plain");
    server.stop(0);
    awaitText(file, "# not there");
    scraper.close();

    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(1))
        .endsWith(
            "Z,\":tensorflow:serving:request_count{model_name=\"\"m\"\",status=\"\"OK\"\"}\",42");
    assertThat(lines.get(2)).endsWith("Z,\"plain\",1.5");
    assertThat(lines.get(lines.size() - 1)).endsWith("# not there,");
  }

  /** Waits, on a busy machine for longer, until the scraper has written something. */
  private static void awaitText(Path file, String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(file).content().contains(text));
  }

  @Test
  void aServerWithoutMetricsIsNotAsked() throws Exception {
    MetricsScraper scraper = MetricsScraper.of(null, folder.resolve("t.csv"));
    assertThatCode(scraper::close).doesNotThrowAnyException();
    assertThat(folder.resolve("t.csv")).doesNotExist();
  }
}
