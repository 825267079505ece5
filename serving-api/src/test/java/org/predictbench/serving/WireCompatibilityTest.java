package org.predictbench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import org.junit.jupiter.api.Test;

/**
 * The slim declarations are a cut of the full ones: same bytes, same method name, far fewer types.
 */
class WireCompatibilityTest {

  @Test
  void slimRequestIsReadByFull() throws Exception {
    var tensor =
        org.predictbench.serving.slim.tensorflow.TensorProto.newBuilder()
            .setDtype(org.predictbench.serving.slim.tensorflow.DataType.DT_FLOAT)
            .setTensorShape(
                org.predictbench.serving.slim.tensorflow.TensorShapeProto.newBuilder()
                    .addDim(
                        org.predictbench.serving.slim.tensorflow.TensorShapeProto.Dim.newBuilder()
                            .setSize(2)))
            .setTensorContent(ByteString.copyFrom(new byte[8]))
            .addFloatVal(1.5f);
    var slim =
        org.predictbench.serving.slim.PredictRequest.newBuilder()
            .setModelSpec(
                org.predictbench.serving.slim.ModelSpec.newBuilder()
                    .setName("resnet")
                    .setSignatureName("predict")
                    .setVersion(Int64Value.of(7)))
            .putInputs("input", tensor.build())
            .addOutputFilter("classes")
            .build();

    var full = org.predictbench.serving.full.PredictRequest.parseFrom(slim.toByteString());

    assertThat(full.toString()).isEqualTo(slim.toString());
    assertThat(full.getUnknownFields().asMap()).isEmpty();
    assertThat(full.toByteString()).isEqualTo(slim.toByteString());
  }

  @Test
  void bothCallTheSameMethod() {
    var full = org.predictbench.serving.full.PredictionServiceGrpc.getPredictMethod();
    var slim = org.predictbench.serving.slim.PredictionServiceGrpc.getPredictMethod();

    assertThat(full.getFullMethodName()).isEqualTo(MethodNames.PREDICT);
    assertThat(slim.getFullMethodName()).isEqualTo(full.getFullMethodName());
  }

  @Test
  void fullDeclaresEveryCallOfTheService() {
    assertThat(
            org.predictbench.serving.full.PredictionServiceGrpc.getServiceDescriptor().getMethods())
        .hasSize(5);
    assertThat(org.predictbench.serving.full.ModelServiceGrpc.getServiceDescriptor().getMethods())
        .hasSize(2);
  }
}
