package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.regex.Pattern;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.Feature;
import org.predictbench.serving.full.tensorflow.FloatList;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** What the suite asks with. */
final class Requests {
  private Requests() {}

  static ModelSpec spec(String name) {
    return ModelSpec.newBuilder().setName(name).build();
  }

  static ModelSpec spec(String name, String signature) {
    return ModelSpec.newBuilder().setName(name).setSignatureName(signature).build();
  }

  static PredictRequest predict(ModelSpec spec, String input, TensorProto value) {
    return PredictRequest.newBuilder().setModelSpec(spec).putInputs(input, value).build();
  }

  static TensorProto floats(float... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    tensor.getTensorShapeBuilder().addDimBuilder().setSize(values.length);
    for (float value : values) {
      tensor.addFloatVal(value);
    }
    return tensor.build();
  }

  static TensorProto scalar(float value) {
    return TensorProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(TensorShapeProto.getDefaultInstance())
        .addFloatVal(value)
        .build();
  }

  static TensorProto strings(ByteString... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_STRING);
    tensor.getTensorShapeBuilder().addDimBuilder().setSize(values.length);
    for (ByteString value : values) {
      tensor.addStringVal(value);
    }
    return tensor.build();
  }

  /** One example a value, its feature {@code x}. */
  static Input examples(float... values) {
    Input.Builder input = Input.newBuilder();
    for (float value : values) {
      input.getExampleListBuilder().addExamples(example(value));
    }
    return input.build();
  }

  static Example example(float x) {
    Example.Builder example = Example.newBuilder();
    example
        .getFeaturesBuilder()
        .putFeature(
            "x", Feature.newBuilder().setFloatList(FloatList.newBuilder().addValue(x)).build());
    return example.build();
  }

  static void refused(Runnable call, Status.Code code, String message) {
    refused(call, code, Pattern.compile(message, Pattern.LITERAL));
  }

  /** The same where the words may differ in part. */
  static void refused(Runnable call, Status.Code code, Pattern message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getDescription()).matches(message);
              assertThat(e.getStatus().getCode()).isEqualTo(code);
            });
  }
}
