package org.predictbench.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.client.axis.Method;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ClassificationResponse;
import org.predictbench.serving.full.ExampleList;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.RegressionResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** The messages that {@link FakePredictService} answers with, by the generated classes alone. */
final class FakeAnswers {
  /** The one input of signatures that take tf.Examples. */
  private static final String EXAMPLES = "examples";

  private FakeAnswers() {}

  /** The signature that a request of that method names. */
  static String signature(Method method, byte[] request) throws InvalidProtocolBufferException {
    return switch (method) {
      case PREDICT -> PredictRequest.parseFrom(request).getModelSpec().getSignatureName();
      case CLASSIFY -> ClassificationRequest.parseFrom(request).getModelSpec().getSignatureName();
      case REGRESS -> RegressionRequest.parseFrom(request).getModelSpec().getSignatureName();
    };
  }

  /** An answer with the request's own values, in {@code tensor_content} or in typed fields. */
  static MessageLite echo(Method method, byte[] request, boolean asContent)
      throws InvalidProtocolBufferException {
    return switch (method) {
      case PREDICT -> predict(PredictRequest.parseFrom(request), asContent);
      case CLASSIFY ->
          classified(ClassificationRequest.parseFrom(request).getInput().getExampleList());
      case REGRESS -> regressed(RegressionRequest.parseFrom(request).getInput().getExampleList());
    };
  }

  /** A reply that lacks something: elements of a tensor, a class in one row, the result. */
  static MessageLite incomplete(Method method) {
    return switch (method) {
      case PREDICT -> {
        TensorProto.Builder tensor =
            TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorContent(ByteString.copyFrom(new byte[5]));
        tensor.getTensorShapeBuilder().addDimBuilder().setSize(3);
        yield PredictResponse.newBuilder().putOutputs("input", tensor.build()).build();
      }
      case CLASSIFY -> {
        ClassificationResponse.Builder reply = ClassificationResponse.newBuilder();
        reply.getResultBuilder().addClassificationsBuilder().addClassesBuilder().setLabel("a");
        reply.getResultBuilder().addClassificationsBuilder();
        yield reply.build();
      }
      case REGRESS -> {
        RegressionResponse.Builder reply = RegressionResponse.newBuilder();
        reply.getModelSpecBuilder().setName("m");
        yield reply.build();
      }
    };
  }

  private static PredictResponse predict(PredictRequest request, boolean asContent)
      throws InvalidProtocolBufferException {
    PredictResponse.Builder reply = PredictResponse.newBuilder();
    TensorProto serialized = request.getInputsMap().get(EXAMPLES);
    if (serialized == null) {
      request
          .getInputsMap()
          .forEach(
              (alias, tensor) -> reply.putOutputs(alias, TensorMessages.in(tensor, asContent)));
      return reply.build();
    }
    List<Example> examples = new ArrayList<>();
    for (ByteString each : serialized.getStringValList()) {
      examples.add(Example.parseFrom(each));
    }
    Outputs outputs = TestExamples.echo(Method.PREDICT, examples);
    for (String alias : outputs.aliases()) {
      reply.putOutputs(
          alias, TensorMessages.in(TensorMessages.of(outputs.tensor(alias)), asContent));
    }
    return reply.build();
  }

  private static ClassificationResponse classified(ExampleList input) {
    Outputs outputs = TestExamples.echo(Method.CLASSIFY, input.getExamplesList());
    Tensor scores = outputs.tensor("scores");
    int columns = (int) scores.dimension(1);
    ClassificationResponse.Builder reply = ClassificationResponse.newBuilder();
    for (int row = 0; row < scores.dimension(0); row++) {
      var classes = reply.getResultBuilder().addClassificationsBuilder();
      for (int at = row * columns; at < (row + 1) * columns; at++) {
        classes
            .addClassesBuilder()
            .setLabelBytes(ByteString.copyFrom(outputs.tensor("classes").stringAt(at)))
            .setScore(scores.floatAt(at));
      }
    }
    return reply.build();
  }

  private static RegressionResponse regressed(ExampleList input) {
    RegressionResponse.Builder reply = RegressionResponse.newBuilder();
    for (float value :
        TestExamples.echo(Method.REGRESS, input.getExamplesList()).floats("outputs")) {
      reply.getResultBuilder().addRegressionsBuilder().setValue(value);
    }
    return reply.build();
  }
}
