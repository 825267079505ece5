package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.predictbench.modelserver.conformance.Requests.refused;
import static org.predictbench.modelserver.conformance.Requests.spec;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelMetadataResponse;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.SignatureDefMap;
import org.predictbench.serving.full.tensorflow.DataType;

/** GetModelMetadata, the health service, and services that are not there. */
class MetadataConformanceTest {
  private final Target target = Target.shared();

  @Test
  void tellsTheSignaturesAsTheModelDeclaresThem() throws Exception {
    GetModelMetadataResponse response =
        target
            .prediction()
            .getModelMetadata(
                GetModelMetadataRequest.newBuilder()
                    .setModelSpec(spec("half_plus_three"))
                    .addMetadataField("signature_def")
                    .build());

    assertThat(response.getModelSpec().getVersion().getValue()).isEqualTo(123);
    var signatures = response.getMetadataOrThrow("signature_def").unpack(SignatureDefMap.class);
    assertThat(signatures.getSignatureDefMap())
        .containsOnlyKeys("serving_default", "regress_x_to_y", "classify_x_to_y");
    assertThat(
            signatures
                .getSignatureDefOrThrow("regress_x_to_y")
                .getInputsOrThrow("inputs")
                .getDtype())
        .isEqualTo(DataType.DT_FLOAT);
  }

  @Test
  void tellsDefaults() throws Exception {
    var metadata =
        target
            .prediction()
            .getModelMetadata(
                GetModelMetadataRequest.newBuilder()
                    .setModelSpec(spec("defaults"))
                    .addMetadataField("signature_def")
                    .build())
            .getMetadataOrThrow("signature_def")
            .unpack(SignatureDefMap.class);

    assertThat(
            metadata
                .getSignatureDefOrThrow("serving_default")
                .getDefaultsOrThrow("b")
                .getFloatVal(0))
        .isEqualTo(10f);
  }

  @Test
  void aMethodThatIsNotThereIsUnimplemented() {
    MethodDescriptor<PredictRequest, ?> method =
        PredictionServiceGrpc.getPredictMethod().toBuilder()
            .setFullMethodName("tensorflow.serving.SessionService/SessionRun")
            .build();

    assertThat(
            catchThrowable(
                () ->
                    ClientCalls.blockingUnaryCall(
                        target.channel(),
                        method,
                        CallOptions.DEFAULT,
                        PredictRequest.getDefaultInstance())))
        .satisfies(
            failure ->
                assertThat(Status.fromThrowable(failure).getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  @Test
  void isHealthy() {
    assumeTrue(target.embedded(), "another target may not have the service switched on");
    var health = HealthGrpc.newBlockingStub(target.channel());

    for (String service : new String[] {"", "ModelService", "PredictionService"}) {
      assertThat(
              health.check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
    assertThat(
            Status.fromThrowable(
                    catchThrowable(
                        () ->
                            health.check(HealthCheckRequest.newBuilder().setService("no").build())))
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void refusesNoFieldAndUnknownOnes() {
    var request = GetModelMetadataRequest.newBuilder().setModelSpec(spec("matrix"));

    refused(
        () -> target.prediction().getModelMetadata(request.build()),
        Status.Code.INVALID_ARGUMENT,
        "GetModelMetadataRequest must specify at least one metadata_field");
    refused(
        () -> target.prediction().getModelMetadata(request.clone().addMetadataField("foo").build()),
        Status.Code.INVALID_ARGUMENT,
        "Metadata field foo is not supported");
  }
}
