package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.modelserver.conformance.Requests.floats;
import static org.predictbench.modelserver.conformance.Requests.predict;
import static org.predictbench.modelserver.conformance.Requests.refused;
import static org.predictbench.modelserver.conformance.Requests.scalar;
import static org.predictbench.modelserver.conformance.Requests.spec;
import static org.predictbench.modelserver.conformance.Requests.strings;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import io.grpc.Status;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** Predict on models of every kind. */
class PredictConformanceTest {
  private final Target target = Target.shared();

  @Test
  void theHighestVersionAnswersUnlessAnotherIsNamed() {
    PredictResponse latest = call(predict(spec("half_plus_two"), "x", floats(2)));
    assertThat(latest.getModelSpec().getVersion().getValue()).isEqualTo(124);
    assertThat(latest.getOutputsOrThrow("y").getFloatValList()).containsExactly(3f);

    ModelSpec older = spec("half_plus_two").toBuilder().setVersion(Int64Value.of(123)).build();
    assertThat(call(predict(older, "x", floats(2))).getModelSpec().getVersion().getValue())
        .isEqualTo(123);
    ModelSpec zero = spec("half_plus_two").toBuilder().setVersion(Int64Value.of(0)).build();
    refused(
        () -> call(predict(zero, "x", floats(2))),
        Status.Code.NOT_FOUND,
        "Servable not found for request: Specific(half_plus_two, 0)");
  }

  @Test
  void aSignatureOfAnyMethodCanBePredictedWith() {
    TensorProto example = strings(Requests.example(2).toByteString());

    TensorProto outputs =
        call(predict(spec("half_plus_two", "regress_x_to_y"), "inputs", example))
            .getOutputsOrThrow("outputs");

    assertThat(outputs.getFloatValList()).containsExactly(3f);
  }

  @Test
  void aModelThatDeclaresAnotherTypeThanItsGraphAnswers() {
    assertThat(
            call(predict(spec("half_plus_three"), "x", floats(2)))
                .getOutputsOrThrow("y")
                .getFloatValList())
        .containsExactly(4f);
  }

  @Test
  void theCounterKeepsItsState() {
    call(PredictRequest.newBuilder().setModelSpec(spec("counter", "reset_counter")).build());

    assertThat(count("incr_counter")).isEqualTo(1);
    TensorProto raised =
        call(predict(spec("counter", "incr_counter_by"), "delta", scalar(3.5f)))
            .getOutputsOrThrow("output");
    assertThat(raised.getFloatVal(0)).isEqualTo(4.5f);
    assertThat(raised.getDtype()).isEqualTo(DataType.DT_FLOAT);
    assertThat(count("")).isEqualTo(4.5f);
    assertThat(count("reset_counter")).isZero();
  }

  private float count(String signature) {
    return call(PredictRequest.newBuilder().setModelSpec(spec("counter", signature)).build())
        .getOutputsOrThrow("output")
        .getFloatVal(0);
  }

  @Test
  void theRuntimesOwnWordsComeThrough() {
    refused(
        () -> call(predict(spec("matrix"), "x", floats(1, 2))),
        Status.Code.INVALID_ARGUMENT,
        // Eigen's kernel and oneDNN's, of which the runtime takes the one for the processor.
        Pattern.compile(
            "In\\[0\\] (and In\\[1\\] has different ndims: \\[2\\] vs. \\[2,2\\]|ndims must be >= 2)"
                + "\n\t \\[\\[\\{\\{node y\\}\\}\\]\\]"));
    refused(
        () -> call(predict(spec("matrix"), "x", strings(ByteString.copyFromUtf8("a")))),
        Status.Code.INVALID_ARGUMENT,
        "Expects arg[0] to be float but string is provided");
  }

  @Test
  void missingInputsTakeTheirDefaults() {
    PredictRequest request =
        predict(spec("defaults"), "x", floats(1, 2)).toBuilder().putInputs("a", scalar(3)).build();

    assertThat(call(request).getOutputsOrThrow("y").getFloatValList()).containsExactly(13f, 16f);
    assertThat(
            call(request.toBuilder().putInputs("b", scalar(1)).build())
                .getOutputsOrThrow("y")
                .getFloatValList())
        .containsExactly(4f, 7f);
    refused(
        () -> call(predict(spec("defaults"), "x", floats(1))),
        Status.Code.INVALID_ARGUMENT,
        "Signature input alias: a(feed name: a:0) not found in request and no default value provided."
            + " Inputs expected to be in the request {x}, or default input alias set: b");
    refused(
        () -> call(request.toBuilder().putInputs("z", scalar(1)).build()),
        Status.Code.INVALID_ARGUMENT,
        "Inputs contains invalid name. Used request inputs: a,x, request input: a,x,z");
  }

  @Test
  void stringsAreBytes() {
    ByteString odd = ByteString.copyFrom(new byte[] {(byte) 0xff, 0, 'a'});

    PredictResponse response =
        call(predict(spec("strings"), "text", strings(odd, ByteString.EMPTY)));

    assertThat(response.getOutputsOrThrow("text").getStringValList())
        .containsExactly(odd, ByteString.EMPTY);
    assertThat(response.getOutputsMap()).containsOnlyKeys("text", "text_bytes");
  }

  @Test
  void onlyFilteredOutputsAnswer() {
    PredictRequest request = predict(spec("strings"), "text", strings(ByteString.EMPTY));

    assertThat(call(request.toBuilder().addOutputFilter("text_bytes").build()).getOutputsMap())
        .containsOnlyKeys("text_bytes");
  }

  private PredictResponse call(PredictRequest request) {
    return target.prediction().predict(request);
  }
}
