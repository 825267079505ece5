package org.predictbench.client.wire;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import org.predictbench.client.ModelInput;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Prediction;
import org.predictbench.serving.slim.ModelSpec;
import org.predictbench.serving.slim.PredictRequest;
import org.predictbench.serving.slim.PredictResponse;
import org.predictbench.serving.slim.PredictionServiceGrpc;
import org.predictbench.serving.slim.tensorflow.DataType;
import org.predictbench.serving.slim.tensorflow.TensorProto;
import org.predictbench.serving.slim.tensorflow.TensorShapeProto;

/** The wire in the slim protos. Alike in all but types to its twin: the generators share none. */
public final class SlimWireFormat implements WireFormat<PredictRequest, PredictResponse> {
  private final ModelRef model;
  private final ModelSpec spec;
  private final TensorWriter writer;

  public SlimWireFormat(ModelRef model, TensorWriter writer) {
    this.model = model;
    this.writer = writer;
    this.spec =
        ModelSpec.newBuilder().setName(model.name()).setSignatureName(model.signature()).build();
  }

  @Override
  public MethodDescriptor<PredictRequest, PredictResponse> method() {
    return PredictionServiceGrpc.getPredictMethod();
  }

  @Override
  public PredictRequest encode(ModelInput input) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(writer.writesStrings() ? DataType.DT_STRING : DataType.DT_FLOAT);
    TensorShapeProto.Builder shape = tensor.getTensorShapeBuilder();
    for (long size : input.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    writer.write(input, new Sink(tensor));
    return PredictRequest.newBuilder()
        .setModelSpec(spec)
        .putInputs(model.input(), tensor.build())
        .build();
  }

  @Override
  public Prediction decode(PredictResponse reply) {
    TensorProto classes = output(reply, model.classes(), DataType.DT_INT64);
    TensorProto probabilities = output(reply, model.probabilities(), DataType.DT_FLOAT);
    return new Prediction(
        TensorValues.longs(
            classes.getTensorContent(), classes.getInt64ValCount(), classes::getInt64Val),
        TensorValues.floats(
            probabilities.getTensorContent(),
            probabilities.getFloatValCount(),
            probabilities::getFloatVal));
  }

  private static TensorProto output(PredictResponse reply, String alias, DataType type) {
    TensorProto tensor = reply.getOutputsMap().get(alias);
    if (tensor == null || tensor.getDtype() != type) {
      throw ReplyReader.missing(alias, type, reply.getOutputsMap().keySet());
    }
    return tensor;
  }

  private record Sink(TensorProto.Builder tensor) implements TensorWriter.Sink {
    @Override
    public void addAllFloatVal(Iterable<Float> values) {
      tensor.addAllFloatVal(values);
    }

    @Override
    public void addFloatVal(float value) {
      tensor.addFloatVal(value);
    }

    @Override
    public void setTensorContent(ByteString content) {
      tensor.setTensorContent(content);
    }

    @Override
    public void addStringVal(ByteString value) {
      tensor.addStringVal(value);
    }
  }
}
