package org.predictbench.client.example;

import java.util.function.Supplier;
import org.predictbench.client.ModelRef;
import org.predictbench.client.wire.DirectMethod;
import org.predictbench.client.wire.PredictReply;
import org.predictbench.client.wire.ReplyFormat;
import org.predictbench.client.wire.ReplyReader;
import org.predictbench.client.wire.RequestWriter;
import org.predictbench.serving.MethodNames;

/** The three methods that take tf.Examples, without messages. */
public final class ExampleMethods {
  private ExampleMethods() {}

  /** Predict, whose one input is a string tensor of Examples. */
  public static DirectMethod predict(ModelRef model) {
    return method(MethodNames.PREDICT, model, () -> new PredictExamples(model), new PredictReply());
  }

  public static DirectMethod classify(ModelRef model) {
    return method(
        MethodNames.CLASSIFY,
        model,
        () -> new ExampleListRequest(model),
        new ClassificationReply());
  }

  public static DirectMethod regress(ModelRef model) {
    return method(
        MethodNames.REGRESS, model, () -> new ExampleListRequest(model), new RegressionReply());
  }

  private static DirectMethod method(
      String name, ModelRef model, Supplier<RequestWriter> writers, ReplyFormat replies) {
    return new DirectMethod(
        name, ExampleInputs.of(model)::check, writers, new ReplyReader(replies));
  }
}
