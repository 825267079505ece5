package org.predictbench.bench.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks a server for its Prometheus metrics once a second and keeps every sample: {@code
 * time,metric,value}, of which the metric carries its labels, as the text format has them. What
 * cannot be had is a line of its own, so that a gap is not read as a zero.
 */
final class MetricsScraper implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Thread thread;
  private volatile boolean over;

  private MetricsScraper(Thread thread) {
    this.thread = thread;
  }

  /**
   * Begins.
   *
   * @param source null for a server without metrics, of which none are asked
   */
  static MetricsScraper of(URI source, Path file) throws IOException {
    if (source == null) {
      return new MetricsScraper(null);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    BufferedWriter out = Files.newBufferedWriter(file);
    MetricsScraper[] self = new MetricsScraper[1];
    Thread thread = new Thread(() -> self[0].scrape(source, out), "metrics-scraper");
    thread.setDaemon(true);
    self[0] = new MetricsScraper(thread);
    thread.start();
    return self[0];
  }

  private void scrape(URI source, BufferedWriter to) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(BETWEEN).build();
    HttpRequest request = HttpRequest.newBuilder(source).timeout(BETWEEN).build();
    try (BufferedWriter out = to) {
      out.write("time,metric,value\n");
      while (true) {
        sample(http, request, out);
        out.flush();
        if (over) {
          return;
        }
        pause();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Woken by the end, which wants one last sample. */
  private static void pause() {
    try {
      Thread.sleep(BETWEEN.toMillis());
    } catch (InterruptedException e) {
      // Over.
    }
  }

  private static void sample(HttpClient http, HttpRequest request, BufferedWriter out)
      throws IOException {
    String now = Instant.now().toString();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        out.write("%s,# HTTP status %d,%n".formatted(now, response.statusCode()));
        return;
      }
      for (String line : response.body().lines().toList()) {
        // What follows the last space of "name{label="v w"} 3" is its value.
        int space = line.lastIndexOf(' ');
        if (!line.startsWith("#") && space > 0) {
          out.write(
              "%s,\"%s\",%s%n"
                  .formatted(
                      now,
                      line.substring(0, space).strip().replace("\"", "\"\""),
                      line.substring(space + 1)));
        }
      }
    } catch (IOException e) {
      out.write("%s,# not there,%n".formatted(now));
    } catch (InterruptedException e) {
      // Over while it was asked: the next sample is the last.
    }
  }

  @Override
  public void close() {
    if (thread == null) {
      return;
    }
    over = true;
    thread.interrupt();
    try {
      thread.join(2 * BETWEEN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
