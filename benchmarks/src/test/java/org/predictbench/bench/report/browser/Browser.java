package org.predictbench.bench.report.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A page in a headless Chromium, over the DevTools protocol. For one thread.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 30;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<JsonNode>> events = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();

  private Browser(Process process, String page) throws Exception {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(page), new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    call("Page.enable", "{}");
  }

  /** Chromium's executable, if there is one on the path. */
  static Optional<Path> executable() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(n -> Path.of(folder, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path executable, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                // Containers have no user namespaces; what is opened are our own files.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, page(listening(process)));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI listening(Process process) throws IOException {
    // Not closed: that would take the browser's stderr away.
    BufferedReader stderr = process.errorReader(StandardCharsets.UTF_8);
    for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        new Thread(() -> stderr.lines().forEach(ignored -> {}), "browser-stderr").start();
        return URI.create(line.substring("DevTools listening on ".length()));
      }
    }
    throw new IOException("the browser ended before it listened");
  }

  private static String page(URI browser) throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list");
    String pages =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
            .body();
    for (JsonNode page : JSON.readTree(pages)) {
      if (page.path("type").asText().equals("page")) {
        return page.path("webSocketDebuggerUrl").asText();
      }
    }
    throw new IOException("no page in " + pages);
  }

  /** Opens a file and waits until it and all it asks for is there. */
  void open(Path file) throws Exception {
    CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    events.put("Page.loadEventFired", loaded);
    call("Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()).toString());
    loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  void width(int pixels) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\": %d, \"height\": 900, \"deviceScaleFactor\": 1, \"mobile\": false}"
            .formatted(pixels));
  }

  /** {@code media} is empty for the screen; {@code scheme} is light or dark. */
  void media(String media, String scheme) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        "{\"media\": \"%s\", \"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"%s\"}]}"
            .formatted(media, scheme));
  }

  void pressTab() throws Exception {
    String key = "\"key\": \"Tab\", \"code\": \"Tab\", \"windowsVirtualKeyCode\": 9";
    call("Input.dispatchKeyEvent", "{\"type\": \"keyDown\", %s}".formatted(key));
    call("Input.dispatchKeyEvent", "{\"type\": \"keyUp\", %s}".formatted(key));
  }

  /** The value of an expression of JavaScript. */
  JsonNode evaluate(String expression) throws Exception {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("expression", expression).put("returnByValue", true);
    JsonNode result = call("Runtime.evaluate", parameters.toString());
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** Calls a method of the protocol and waits for its result. */
  JsonNode call(String method, String parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket
        .sendText(
            "{\"id\": %d, \"method\": \"%s\", \"params\": %s}".formatted(id, method, parameters),
            true)
        .get(SECONDS, TimeUnit.SECONDS);
    JsonNode message = answer.get(SECONDS, TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new IllegalStateException(method + ": " + message.path("error"));
    }
    return message.path("result");
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        received(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void received(String text) {
      try {
        JsonNode message = JSON.readTree(text);
        CompletableFuture<JsonNode> waiting =
            message.has("id")
                ? answers.remove(message.path("id").asInt())
                : events.remove(message.path("method").asText());
        if (waiting != null) {
          waiting.complete(message);
        }
      } catch (IOException e) {
        throw new IllegalStateException("the browser sent no JSON", e);
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }
}
