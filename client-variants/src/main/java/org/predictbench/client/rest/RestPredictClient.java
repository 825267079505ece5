package org.predictbench.client.rest;

import io.grpc.Status;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.Waiting;
import org.predictbench.client.wire.JsonWireFormat;

/**
 * Predict over TensorFlow Serving's REST endpoint. The JDK's own blocking call waits on its
 * asynchronous one, so that the call style makes no difference here.
 */
public final class RestPredictClient implements PredictClient {
  private final ExecutorService callbacks =
      Executors.newCachedThreadPool(new DefaultThreadFactory("predict-client-rest", true));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(callbacks).build();
  private final URI uri;
  private final JsonWireFormat wire;
  private final Duration deadline;
  private final AtomicBoolean closed = new AtomicBoolean();

  public RestPredictClient(
      Target.Tcp target, JsonWireFormat wire, ModelRef model, Duration deadline) {
    this.uri = uri(target, model);
    this.wire = wire;
    this.deadline = deadline;
  }

  private static URI uri(Target.Tcp target, ModelRef model) {
    try {
      String version =
          model.version().isPresent()
              ? "/versions/" + model.version().getAsLong()
              : model.label().map(label -> "/labels/" + label).orElse("");
      String path = "/v1/models/%s%s:predict".formatted(model.name(), version);
      return new URI("http", null, target.host(), target.port(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("model '%s' fits no URL".formatted(model.name()), e);
    }
  }

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    return Waiting.on(predictAsync(inputs, options));
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    if (closed.get()) {
      throw new IllegalStateException("the client is closed");
    }
    Duration within = options.deadline().orElse(deadline);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(wire.encode(inputs)));
    options.headers().forEach(builder::header);
    HttpRequest request = builder.build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    PendingReply pending = new PendingReply(exchange, within);
    // A copy, since the JDK's own timeout stops at the headers; the exchange is cancelled with it.
    var unused =
        exchange
            .copy()
            .orTimeout(within.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(pending::settle);
    return pending;
  }

  /** Answers over HTTP, and takes the exchange along when it is cancelled. */
  private final class PendingReply extends CompletableFuture<Outputs> {
    private final CompletableFuture<HttpResponse<byte[]>> exchange;
    private final Duration within;

    PendingReply(CompletableFuture<HttpResponse<byte[]>> exchange, Duration within) {
      this.exchange = exchange;
      this.within = within;
    }

    void settle(HttpResponse<byte[]> response, Throwable failure) {
      try {
        if (failure != null) {
          exchange.cancel(true);
          throw RestStatuses.failure(failure, within);
        }
        if (response.statusCode() != 200) {
          Status.Code code = RestStatuses.code(response.statusCode());
          throw new PredictException(code, wire.error(response.body()));
        }
        complete(wire.decode(response.body()));
      } catch (RuntimeException e) {
        completeExceptionally(PredictException.of(e));
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      exchange.cancel(true);
      return cancelled;
    }
  }

  /** Ends the callbacks' threads; the JDK ends its selector's once the client is collected. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      callbacks.shutdown();
    }
  }
}
