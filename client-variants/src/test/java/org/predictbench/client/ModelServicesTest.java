package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.Any;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.predictbench.client.VersionStatus.State;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelMetadataResponse;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.GetModelStatusResponse;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.SignatureDefMap;
import org.predictbench.serving.full.tensorflow.Code;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.SignatureDef;
import org.predictbench.serving.full.tensorflow.TensorInfo;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** Signatures and states, from a server that answers what the test puts into it. */
class ModelServicesTest {
  private final AtomicReference<GetModelMetadataResponse> metadata = new AtomicReference<>();
  private final AtomicReference<GetModelMetadataRequest> asked = new AtomicReference<>();
  private Server server;
  private ModelServices services;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Predictions())
            .addService(new Models())
            .build()
            .start();
    services = ModelServices.open(target());
  }

  private Target target() {
    return new Target.Tcp("127.0.0.1", server.getPort());
  }

  @AfterEach
  void stop() {
    services.close();
    server.shutdownNow();
  }

  private final class Predictions extends PredictionServiceGrpc.PredictionServiceImplBase {
    @Override
    public void getModelMetadata(
        GetModelMetadataRequest request, StreamObserver<GetModelMetadataResponse> replies) {
      asked.set(request);
      replies.onNext(metadata.get());
      replies.onCompleted();
    }
  }

  private static final class Models extends ModelServiceGrpc.ModelServiceImplBase {
    @Override
    public void getModelStatus(
        GetModelStatusRequest request, StreamObserver<GetModelStatusResponse> replies) {
      switch (request.getModelSpec().getName()) {
        case "slow" -> {
          return;
        }
        case "unknown" -> {
          replies.onError(Status.NOT_FOUND.withDescription("no such model").asException());
          return;
        }
        default -> {
          // Below.
        }
      }
      GetModelStatusResponse.Builder reply = GetModelStatusResponse.newBuilder();
      reply.addModelVersionStatusBuilder().setVersion(4).setState(ModelVersionStatus.State.LOADING);
      reply
          .addModelVersionStatusBuilder()
          .setVersion(3)
          .setState(ModelVersionStatus.State.AVAILABLE)
          .getStatusBuilder();
      reply
          .addModelVersionStatusBuilder()
          .setVersion(2)
          .setState(ModelVersionStatus.State.END)
          .getStatusBuilder()
          .setErrorCode(Code.DATA_LOSS)
          .setErrorMessage("torn file");
      reply.addModelVersionStatusBuilder().setVersion(1).setStateValue(77);
      replies.onNext(reply.build());
      replies.onCompleted();
    }
  }

  @Test
  void signaturesHaveTypesShapesAndMethods() {
    TensorShapeProto anyRank = TensorShapeProto.newBuilder().setUnknownRank(true).build();
    SignatureDef tensors =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("b", info(DataType.DT_INT64, shape(-1, 128)))
            .putInputs("a", info(DataType.DT_HALF, anyRank))
            .putOutputs("scalar", info(DataType.DT_FLOAT_REF, shape()))
            .build();
    SignatureDef initialiser =
        SignatureDef.newBuilder()
            .putOutputs("__saved_model_init_op", info(DataType.DT_INVALID, anyRank))
            .build();
    answer(
        SignatureDefMap.newBuilder()
            .putSignatureDef("serving_default", tensors)
            .putSignatureDef("another", tensors)
            .putSignatureDef("__saved_model_init_op", initialiser)
            .build());
    Map<String, Signature> signatures = services.signatures(ModelRef.of("m").withVersion(5));
    assertThat(signatures).containsOnlyKeys("another", "serving_default");
    Signature signature = signatures.get("serving_default");
    assertThat(signature.key()).isEqualTo("serving_default");
    assertThat(signature.method()).isEqualTo("tensorflow/serving/predict");
    assertThat(signature.inputs().toString()).isEqualTo("{a=half[...], b=int64[?, 128]}");
    assertThat(signature.outputs().toString()).isEqualTo("{scalar=float[]}");
    assertThat(asked.get().getModelSpec().getName()).isEqualTo("m");
    assertThat(asked.get().getModelSpec().getVersion().getValue()).isEqualTo(5);
    assertThat(asked.get().getMetadataFieldList()).containsExactly("signature_def");
  }

  private void answer(SignatureDefMap signatures) {
    metadata.set(
        GetModelMetadataResponse.newBuilder()
            .putMetadata("signature_def", Any.pack(signatures))
            .build());
  }

  private static TensorInfo info(DataType dtype, TensorShapeProto shape) {
    return TensorInfo.newBuilder().setDtype(dtype).setTensorShape(shape).build();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDimBuilder().setSize(size);
    }
    return shape.build();
  }

  @Test
  void metadataThatIsNoSignaturesIsAnError() {
    metadata.set(GetModelMetadataResponse.getDefaultInstance());
    refused(
        () -> services.signatures(ModelRef.of("m")),
        Status.Code.INTERNAL,
        "reply has no metadata 'signature_def'");
    metadata.set(
        GetModelMetadataResponse.newBuilder()
            .putMetadata("signature_def", Any.pack(SignatureDef.getDefaultInstance()))
            .build());
    refused(
        () -> services.signatures(ModelRef.of("m")),
        Status.Code.INTERNAL,
        "metadata 'signature_def' is no SignatureDefMap");
  }

  @Test
  void versionsHaveStatesAndErrors() {
    assertThat(services.status(ModelRef.of("m")))
        .containsExactly(
            new VersionStatus(4, State.LOADING, Status.Code.OK, ""),
            new VersionStatus(3, State.AVAILABLE, Status.Code.OK, ""),
            new VersionStatus(2, State.END, Status.Code.DATA_LOSS, "torn file"),
            new VersionStatus(1, State.UNKNOWN, Status.Code.OK, ""))
        .filteredOn(VersionStatus::isAvailable)
        .hasSize(1);
  }

  @Test
  void failuresHaveTheServersCode() throws Exception {
    refused(() -> services.status(ModelRef.of("unknown")), Status.Code.NOT_FOUND, "no such model");
    try (ModelServices brief = ModelServices.open(target(), Duration.ofMillis(100))) {
      refused(() -> brief.status(ModelRef.of("slow")), Status.Code.DEADLINE_EXCEEDED, "");
    }
    Thread.currentThread().interrupt();
    try {
      refused(() -> services.status(ModelRef.of("slow")), Status.Code.CANCELLED, "");
    } finally {
      assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
    }
    // One that is still going down cancels the call instead.
    server.shutdownNow().awaitTermination();
    refused(() -> services.status(ModelRef.of("m")), Status.Code.UNAVAILABLE, "");
  }

  private static void refused(Runnable call, Status.Code code, String message) {
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(call::run)
        .withMessageStartingWith(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void closingEndsItForGoodAndCanBeRepeated() {
    services.close();
    services.close();
    assertThatIllegalStateException().isThrownBy(() -> services.status(ModelRef.of("m")));
    assertThatIllegalStateException().isThrownBy(() -> services.signatures(ModelRef.of("m")));
  }
}
