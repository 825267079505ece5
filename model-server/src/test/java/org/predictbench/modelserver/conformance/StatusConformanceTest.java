package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.modelserver.conformance.Requests.refused;
import static org.predictbench.modelserver.conformance.Requests.spec;

import com.google.protobuf.Int64Value;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.GetModelStatusResponse;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.ModelVersionStatus;

/** GetModelStatus. */
class StatusConformanceTest {
  private static final ModelSpec MODEL = spec("half_plus_three");

  private final ModelServiceGrpc.ModelServiceBlockingStub models =
      ModelServiceGrpc.newBlockingStub(Target.shared().channel());

  @Test
  void tellsTheVersionThatIsServed() {
    assertThat(status(MODEL).getModelVersionStatusList())
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.getVersion()).isEqualTo(123);
              assertThat(version.getState()).isEqualTo(ModelVersionStatus.State.AVAILABLE);
              assertThat(version.hasStatus()).isTrue();
            });
  }

  @Test
  void refusesWhatItDoesNotServe() {
    refused(
        () -> status(spec("no")), Status.Code.NOT_FOUND, "Could not find any versions of model no");
    refused(
        () -> status(MODEL.toBuilder().setVersion(Int64Value.of(99)).build()),
        Status.Code.NOT_FOUND,
        "Could not find version 99 of model half_plus_three");
    refused(
        () -> models.getModelStatus(GetModelStatusRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "Missing ModelSpec");
  }

  private GetModelStatusResponse status(ModelSpec spec) {
    return models.getModelStatus(GetModelStatusRequest.newBuilder().setModelSpec(spec).build());
  }
}
