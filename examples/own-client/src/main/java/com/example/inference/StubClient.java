package com.example.inference;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.Int64Value;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Tensor;
import tensorflow.serving.Model.ModelSpec;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.Predict.PredictResponse;
import tensorflow.serving.PredictionServiceGrpc;
import tensorflow.serving.PredictionServiceGrpc.PredictionServiceFutureStub;

/** A service's client over generated stubs: one channel, kept, for all callers. */
final class StubClient implements PredictClient {
  private static final int ANY_SIZE = Integer.MAX_VALUE;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final ManagedChannel channel;
  private final PredictionServiceFutureStub stub;
  private final PredictRequest prototype;
  private final Encoding encoding;

  StubClient(String target, ModelRef model, Encoding encoding) {
    this.channel =
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
            .maxInboundMessageSize(ANY_SIZE)
            .build();
    this.stub = PredictionServiceGrpc.newFutureStub(channel);
    this.prototype = prototype(model);
    this.encoding = encoding;
  }

  private static PredictRequest prototype(ModelRef model) {
    ModelSpec.Builder spec =
        ModelSpec.newBuilder().setName(model.name()).setSignatureName(model.signature());
    model.version().ifPresent(version -> spec.setVersion(Int64Value.of(version)));
    model.label().ifPresent(spec::setVersionLabel);
    return PredictRequest.newBuilder()
        .setModelSpec(spec)
        .addAllOutputFilter(model.outputs())
        .build();
  }

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    ListenableFuture<PredictResponse> reply = send(inputs, options);
    try {
      return outputs(reply.get());
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      throw PredictException.named("CANCELLED", "the caller was interrupted", e);
    } catch (ExecutionException e) {
      throw PredictException.of(e);
    }
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    ListenableFuture<PredictResponse> reply = send(inputs, options);
    CompletableFuture<Outputs> answer =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            return super.cancel(mayInterruptIfRunning) | reply.cancel(mayInterruptIfRunning);
          }
        };
    Futures.addCallback(
        reply,
        new FutureCallback<PredictResponse>() {
          @Override
          public void onSuccess(PredictResponse response) {
            try {
              answer.complete(outputs(response));
            } catch (RuntimeException e) {
              answer.completeExceptionally(e);
            }
          }

          @Override
          public void onFailure(Throwable failure) {
            answer.completeExceptionally(PredictException.of(failure));
          }
        },
        MoreExecutors.directExecutor());
    return answer;
  }

  private ListenableFuture<PredictResponse> send(Inputs inputs, RequestOptions options) {
    if (channel.isShutdown()) {
      throw new IllegalStateException("the client is closed");
    }
    PredictRequest.Builder request = prototype.toBuilder();
    for (String alias : inputs.aliases()) {
      request.putInputs(alias, Tensors.message(inputs.tensor(alias), encoding));
    }
    PredictionServiceFutureStub call =
        stub.withDeadlineAfter(
            options.deadline().orElse(DEADLINE).toNanos(), TimeUnit.NANOSECONDS);
    return (options.headers().isEmpty() ? call : call.withInterceptors(headers(options)))
        .predict(request.build());
  }

  private static ClientInterceptor headers(RequestOptions options) {
    Metadata metadata = new Metadata();
    options
        .headers()
        .forEach(
            (name, value) ->
                metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    return MetadataUtils.newAttachHeadersInterceptor(metadata);
  }

  private static Outputs outputs(PredictResponse response) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    response
        .getOutputsMap()
        .forEach((alias, message) -> tensors.put(alias, Tensors.tensor(message)));
    return Outputs.of(tensors);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
