package org.predictbench.client.example;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;
import org.predictbench.client.wire.FullWireFormat;
import org.predictbench.client.wire.WireFormat;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.RegressionResponse;
import org.predictbench.serving.full.RegressionResult;

/** Regress in the full protos. */
public final class RegressFormat implements WireFormat<RegressionRequest, RegressionResponse> {
  private final ModelSpec spec;
  private final ExampleInputs kinds;

  public RegressFormat(ModelRef model) {
    spec = FullWireFormat.spec(model);
    kinds = ExampleInputs.of(model);
  }

  @Override
  public MethodDescriptor<RegressionRequest, RegressionResponse> method() {
    return PredictionServiceGrpc.getRegressMethod();
  }

  @Override
  public RegressionRequest encode(Inputs inputs) {
    return RegressionRequest.newBuilder()
        .setModelSpec(spec)
        .setInput(ExampleMessages.input(kinds, inputs))
        .build();
  }

  @Override
  public Outputs decode(RegressionResponse reply) {
    if (!reply.hasResult()) {
      throw new PredictException(
          Status.Code.INTERNAL, "reply is no RegressionResponse: it has no result");
    }
    RegressionResult result = reply.getResult();
    float[] values = new float[result.getRegressionsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = result.getRegressions(i).getValue();
    }
    return RegressionReply.outputs(values);
  }
}
