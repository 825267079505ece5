package org.predictbench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.PredictionServiceGrpc;

class MethodNamesTest {
  @Test
  void theNamesAreThoseOfTheGeneratedServices() {
    assertThat(MethodNames.PREDICTION_SERVICE).isEqualTo(PredictionServiceGrpc.SERVICE_NAME);
    assertThat(MethodNames.MODEL_SERVICE).isEqualTo(ModelServiceGrpc.SERVICE_NAME);
    assertThat(
            Stream.of(
                    PredictionServiceGrpc.getServiceDescriptor(),
                    ModelServiceGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getFullMethodName))
        .containsExactlyInAnyOrder(
            MethodNames.PREDICT,
            MethodNames.CLASSIFY,
            MethodNames.REGRESS,
            MethodNames.MULTI_INFERENCE,
            MethodNames.GET_MODEL_METADATA,
            MethodNames.GET_MODEL_STATUS,
            MethodNames.HANDLE_RELOAD_CONFIG_REQUEST);
  }

  @Test
  void aBareNameHasNoService() {
    assertThat(MethodNames.bare(MethodNames.MULTI_INFERENCE)).isEqualTo("MultiInference");
  }
}
