package org.predictbench.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The REST twin of {@link FakePredictService}, with the same behaviours. */
final class FakeRestService implements AutoCloseable {
  private final JsonFactory json = new JsonFactory();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final FakePredictService service;

  FakeRestService(int port, FakePredictService service) throws IOException {
    this.service = service;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.setExecutor(threads);
    server.createContext("/v1/models/m:predict", this::predict);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void predict(HttpExchange exchange) throws IOException {
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> service.headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Request request = new Request();
    try (JsonParser in = json.createParser(exchange.getRequestBody())) {
      request.read(in);
    }
    if (request.signature.startsWith("error-")) {
      Status.Code code = Status.Code.valueOf(request.signature.substring("error-".length()));
      answer(exchange, http(code), "{\n    \"error\": \"%s it is\"\n}".formatted(code));
    } else if (request.signature.equals("incomplete")) {
      answer(exchange, 200, "{\"outputs\": {\"input\": [[1.0, 2.0], [3.0]]}}");
    } else if (request.signature.equals("garbage")) {
      answer(exchange, 200, "{\"predictions\": [");
    } else if (request.signature.startsWith("slow")) {
      service.arrival(request.signature).complete(null);
    } else {
      answer(exchange, 200, echo(request));
    }
  }

  private static String echo(Request request) {
    return "{\"%s\": %s}".formatted(request.rows ? "predictions" : "outputs", request.tensors);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** TensorFlow Serving's table. */
  private static int http(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case NOT_FOUND -> 404;
      case PERMISSION_DENIED -> 403;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case DEADLINE_EXCEEDED -> 504;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case UNAUTHENTICATED -> 401;
      case CANCELLED -> 499;
      default -> 500;
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The parts of a request. */
  private final class Request {
    String signature = "";
    boolean rows;
    String tensors = "";

    void read(JsonParser in) throws IOException {
      while (in.nextToken() != null) {
        if (in.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        if (in.currentName().equals("signature_name")) {
          signature = in.nextTextValue();
        } else {
          rows = in.currentName().equals("instances");
          in.nextToken();
          ByteArrayOutputStream text = new ByteArrayOutputStream();
          try (JsonGenerator out = json.createGenerator(text)) {
            out.copyCurrentStructure(in);
          }
          tensors = text.toString(StandardCharsets.UTF_8);
        }
      }
    }
  }
}
