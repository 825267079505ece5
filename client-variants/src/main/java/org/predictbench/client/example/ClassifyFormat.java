package org.predictbench.client.example;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;
import org.predictbench.client.wire.FullWireFormat;
import org.predictbench.client.wire.WireFormat;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ClassificationResponse;
import org.predictbench.serving.full.Classifications;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictionServiceGrpc;

/** Classify in the full protos. */
public final class ClassifyFormat
    implements WireFormat<ClassificationRequest, ClassificationResponse> {
  private final ModelSpec spec;
  private final ExampleInputs kinds;

  public ClassifyFormat(ModelRef model) {
    spec = FullWireFormat.spec(model);
    kinds = ExampleInputs.of(model);
  }

  @Override
  public MethodDescriptor<ClassificationRequest, ClassificationResponse> method() {
    return PredictionServiceGrpc.getClassifyMethod();
  }

  @Override
  public ClassificationRequest encode(Inputs inputs) {
    return ClassificationRequest.newBuilder()
        .setModelSpec(spec)
        .setInput(ExampleMessages.input(kinds, inputs))
        .build();
  }

  @Override
  public Outputs decode(ClassificationResponse reply) {
    if (!reply.hasResult()) {
      throw new PredictException(
          Status.Code.INTERNAL, "reply is no ClassificationResponse: it has no result");
    }
    ClassRows rows = new ClassRows();
    for (Classifications row : reply.getResult().getClassificationsList()) {
      row.getClassesList()
          .forEach(entry -> rows.add(entry.getLabelBytes().toByteArray(), entry.getScore()));
      rows.endRow();
    }
    return rows.toOutputs();
  }
}
