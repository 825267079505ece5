package org.predictbench.client.example;

import io.grpc.MethodDescriptor;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.wire.FullWireFormat;
import org.predictbench.client.wire.TensorWriter;
import org.predictbench.client.wire.WireFormat;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;

/** Predict in the full protos, with one string tensor of tf.Examples. */
public final class PredictExampleFormat implements WireFormat<PredictRequest, PredictResponse> {
  private final FullWireFormat wire;
  private final ExampleInputs kinds;

  public PredictExampleFormat(ModelRef model) {
    // Strings are written alike in each way.
    wire = new FullWireFormat(model, TensorWriter.CONTENT_WRAP);
    kinds = ExampleInputs.of(model);
  }

  @Override
  public MethodDescriptor<PredictRequest, PredictResponse> method() {
    return wire.method();
  }

  @Override
  public PredictRequest encode(Inputs inputs) {
    return wire.encode(
        kinds.areExamples(inputs)
            ? kinds.named(inputs)
            : Inputs.of(kinds.alias(), ExampleMessages.serialized(inputs)));
  }

  @Override
  public Outputs decode(PredictResponse reply) {
    return wire.decode(reply);
  }
}
