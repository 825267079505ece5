package org.predictbench.client.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.predictbench.client.ModelRef;
import org.predictbench.client.ModelServices;
import org.predictbench.client.PredictException;
import org.predictbench.client.Signature;
import org.predictbench.client.VersionStatus;
import org.predictbench.client.wire.FullWireFormat;
import org.predictbench.client.wire.SignatureMessages;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelMetadataResponse;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.ModelServiceGrpc.ModelServiceBlockingStub;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.PredictionServiceGrpc.PredictionServiceBlockingStub;
import org.predictbench.serving.full.SignatureDefMap;

/** GetModelMetadata and GetModelStatus by the generated stubs, over one channel. */
public final class GrpcModelServices implements ModelServices {
  private static final String SIGNATURE_DEF = "signature_def";

  private final ChannelFactory channels;
  private final ManagedChannel channel;
  private final PredictionServiceBlockingStub predictions;
  private final ModelServiceBlockingStub models;
  private final long deadlineNanos;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Closes the channels when it is closed. */
  public GrpcModelServices(
      ChannelFactory channels, Duration deadline, Map<String, String> headers) {
    this.channels = channels;
    channel = channels.open();
    Metadata sent = new Metadata();
    headers.forEach(
        (name, value) -> sent.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    Channel calls =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(sent));
    predictions = PredictionServiceGrpc.newBlockingStub(calls);
    models = ModelServiceGrpc.newBlockingStub(calls);
    deadlineNanos = deadline.toNanos();
  }

  @Override
  public Map<String, Signature> signatures(ModelRef model) {
    GetModelMetadataRequest request =
        GetModelMetadataRequest.newBuilder()
            .setModelSpec(FullWireFormat.spec(model).toBuilder().clearSignatureName())
            .addMetadataField(SIGNATURE_DEF)
            .build();
    SignatureDefMap definitions =
        definitions(
            call(
                () ->
                    predictions
                        .withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS)
                        .getModelMetadata(request)));
    Map<String, Signature> signatures = new LinkedHashMap<>();
    new TreeMap<>(definitions.getSignatureDefMap())
        .forEach(
            (key, definition) ->
                SignatureMessages.signature(key, definition)
                    .ifPresent(signature -> signatures.put(key, signature)));
    return signatures;
  }

  private static SignatureDefMap definitions(GetModelMetadataResponse reply) {
    Any metadata = reply.getMetadataMap().get(SIGNATURE_DEF);
    if (metadata == null) {
      throw new PredictException(Status.Code.INTERNAL, "reply has no metadata 'signature_def'");
    }
    try {
      return metadata.unpack(SignatureDefMap.class);
    } catch (InvalidProtocolBufferException e) {
      throw new PredictException(
          Status.Code.INTERNAL,
          "metadata 'signature_def' is no SignatureDefMap: " + e.getMessage(),
          e);
    }
  }

  @Override
  public List<VersionStatus> status(ModelRef model) {
    GetModelStatusRequest request =
        GetModelStatusRequest.newBuilder()
            .setModelSpec(FullWireFormat.spec(model).toBuilder().clearSignatureName())
            .build();
    return call(
            () ->
                models
                    .withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS)
                    .getModelStatus(request))
        .getModelVersionStatusList()
        .stream()
        .map(GrpcModelServices::status)
        .toList();
  }

  private static VersionStatus status(ModelVersionStatus message) {
    VersionStatus.State state =
        switch (message.getState()) {
          case START -> VersionStatus.State.START;
          case LOADING -> VersionStatus.State.LOADING;
          case AVAILABLE -> VersionStatus.State.AVAILABLE;
          case UNLOADING -> VersionStatus.State.UNLOADING;
          case END -> VersionStatus.State.END;
          case UNKNOWN, UNRECOGNIZED -> VersionStatus.State.UNKNOWN;
        };
    // TensorFlow's codes are gRPC's.
    Status.Code error = Status.fromCodeValue(message.getStatus().getErrorCodeValue()).getCode();
    return new VersionStatus(
        message.getVersion(), state, error, message.getStatus().getErrorMessage());
  }

  private <T> T call(Supplier<T> call) {
    if (closed.get()) {
      throw new IllegalStateException("the client is closed");
    }
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw PredictException.of(e);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      ChannelFactory.shutDown(channel);
      channels.close();
    }
  }
}
