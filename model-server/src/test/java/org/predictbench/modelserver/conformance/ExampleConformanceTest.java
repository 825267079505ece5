package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.modelserver.conformance.Requests.examples;
import static org.predictbench.modelserver.conformance.Requests.refused;
import static org.predictbench.modelserver.conformance.Requests.spec;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ClassificationResponse;
import org.predictbench.serving.full.InferenceTask;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.MultiInferenceRequest;
import org.predictbench.serving.full.MultiInferenceResponse;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.RegressionResponse;
import org.predictbench.serving.full.tensorflow.Example;

/** Classify, Regress and MultiInference. */
class ExampleConformanceTest {
  private static final ModelSpec REGRESS = spec("half_plus_two", "regress_x_to_y");
  private static final ModelSpec CLASSIFY = spec("half_plus_two", "classify_x_to_y");

  private final Target target = Target.shared();

  @Test
  void regresses() {
    RegressionResponse response = regress(REGRESS, examples(2, 4));

    assertThat(response.getResult().getRegressionsList())
        .extracting(regression -> regression.getValue())
        .containsExactly(3f, 4f);
    assertThat(response.getModelSpec().getName()).isEqualTo("half_plus_two");
    assertThat(response.getModelSpec().getSignatureName()).isEqualTo("regress_x_to_y");
    assertThat(response.getModelSpec().getVersion().getValue()).isEqualTo(124);
  }

  @Test
  void aModelThatDeclaresItsExamplesAsFloatsRegresses() {
    assertThat(
            regress(spec("half_plus_three", "regress_x_to_y"), examples(2))
                .getResult()
                .getRegressions(0)
                .getValue())
        .isEqualTo(4f);
  }

  @Test
  void theContextIsTheDefaultOfEveryExample() {
    Input.Builder input = Input.newBuilder();
    input
        .getExampleListWithContextBuilder()
        .setContext(Requests.example(10))
        .addExamples(Example.getDefaultInstance())
        .addExamples(Requests.example(2));

    assertThat(regress(REGRESS, input.build()).getResult().getRegressionsList())
        .extracting(regression -> regression.getValue())
        .containsExactly(7f, 3f);
  }

  @Test
  void classifies() {
    ClassificationResponse response =
        target
            .prediction()
            .classify(
                ClassificationRequest.newBuilder()
                    .setModelSpec(CLASSIFY)
                    .setInput(examples(2, 4))
                    .build());

    assertThat(response.getResult().getClassificationsCount()).isEqualTo(2);
    var second = response.getResult().getClassifications(1).getClasses(0);
    assertThat(second.getLabel()).isEqualTo("half");
    assertThat(second.getScore()).isEqualTo(4f);
  }

  @Test
  void answersSeveralSignaturesAtOnce() {
    MultiInferenceResponse response = multi(task(REGRESS, "regress"), task(CLASSIFY, "classify"));

    assertThat(response.getResults(0).getRegressionResult().getRegressions(0).getValue())
        .isEqualTo(3f);
    assertThat(
            response
                .getResults(1)
                .getClassificationResult()
                .getClassifications(0)
                .getClasses(0)
                .getScore())
        .isEqualTo(3f);
    assertThat(response.getResults(1).getModelSpec().getSignatureName())
        .isEqualTo("classify_x_to_y");
  }

  @Test
  void refusesRegressions() {
    refused(
        () -> regress(spec("half_plus_two", "no"), examples(1)),
        Status.Code.INVALID_ARGUMENT,
        "No signature was found with the name: no");
    refused(
        () -> regress(REGRESS, Input.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "Input is empty.");
    refused(
        () -> regress(spec("half_plus_two", "classify_x_to_y"), examples(1)),
        Status.Code.INVALID_ARGUMENT,
        "Expected one output Tensor.");
    refused(
        () -> target.prediction().regress(RegressionRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "Missing ModelSpec");
    refused(
        () -> regress(spec("no"), examples(1)),
        Status.Code.NOT_FOUND,
        "Servable not found for request: Latest(no)");
  }

  @Test
  void refusesTasksThatDoNotGoTogether() {
    refused(
        () -> multi(task(REGRESS, "regress"), task(REGRESS, "regress")),
        Status.Code.INVALID_ARGUMENT,
        "Duplicate evaluation of signature: regress_x_to_y");
    refused(
        () -> multi(task(REGRESS, "regress"), task(spec("matrix"), "regress")),
        Status.Code.INVALID_ARGUMENT,
        "All ModelSpecs in a MultiInferenceRequest must access the same model name.");
    refused(
        () -> multi(task(spec("half_plus_two", "no"), "regress")),
        Status.Code.INVALID_ARGUMENT,
        "Requested signature not found in model graph: no");
    refused(
        () -> multi(task(REGRESS, "predict")),
        Status.Code.UNIMPLEMENTED,
        "Unsupported signature method_name: tensorflow/serving/predict");
    refused(this::multi, Status.Code.INVALID_ARGUMENT, "ModelSpec has no name specified.");
  }

  private RegressionResponse regress(ModelSpec spec, Input input) {
    return target
        .prediction()
        .regress(RegressionRequest.newBuilder().setModelSpec(spec).setInput(input).build());
  }

  private MultiInferenceResponse multi(InferenceTask... tasks) {
    MultiInferenceRequest.Builder request =
        MultiInferenceRequest.newBuilder().setInput(examples(2));
    for (InferenceTask task : tasks) {
      request.addTasks(task);
    }
    return target.prediction().multiInference(request.build());
  }

  private static InferenceTask task(ModelSpec spec, String method) {
    return InferenceTask.newBuilder()
        .setModelSpec(spec)
        .setMethodName("tensorflow/serving/" + method)
        .build();
  }
}
