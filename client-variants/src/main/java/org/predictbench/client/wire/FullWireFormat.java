package org.predictbench.client.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import io.grpc.MethodDescriptor;
import java.util.Map;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** The wire in the full protos. Alike in all but types to its twins: the generators share none. */
public final class FullWireFormat implements WireFormat<PredictRequest, PredictResponse> {
  private final ModelRef model;
  private final ModelSpec spec;
  private final TensorWriter writer;

  public FullWireFormat(ModelRef model, TensorWriter writer) {
    this.model = model;
    this.writer = writer;
    this.spec = spec(model);
  }

  /** What every request to a model names. */
  public static ModelSpec spec(ModelRef model) {
    ModelSpec.Builder named =
        ModelSpec.newBuilder().setName(model.name()).setSignatureName(model.signature());
    model.version().ifPresent(version -> named.setVersion(Int64Value.of(version)));
    model.label().ifPresent(named::setVersionLabel);
    return named.build();
  }

  @Override
  public MethodDescriptor<PredictRequest, PredictResponse> method() {
    return PredictionServiceGrpc.getPredictMethod();
  }

  @Override
  public PredictRequest encode(Inputs inputs) {
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModelSpec(spec).addAllOutputFilter(model.outputs());
    for (int i = 0; i < inputs.size(); i++) {
      request.putInputs(inputs.alias(i), message(inputs.tensor(i)));
    }
    return request.build();
  }

  private TensorProto message(Tensor tensor) {
    TensorProto.Builder message =
        TensorProto.newBuilder().setDtype(DataType.forNumber(tensor.dtype().number()));
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < tensor.rank(); i++) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(tensor.dimension(i)));
    }
    writer.write(tensor, new Sink(message.setTensorShape(shape)));
    return message.build();
  }

  @Override
  public Outputs decode(PredictResponse reply) {
    Map<String, TensorProto> outputs = reply.getOutputsMap();
    String[] aliases = new String[outputs.size()];
    Tensor[] tensors = new Tensor[outputs.size()];
    int size = 0;
    for (Map.Entry<String, TensorProto> output : outputs.entrySet()) {
      aliases[size] = output.getKey();
      tensors[size++] = TensorValues.of(new Source(output.getValue()));
    }
    return Outputs.ofArrays(aliases, tensors);
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
    public void addAllDoubleVal(Iterable<Double> values) {
      tensor.addAllDoubleVal(values);
    }

    @Override
    public void addDoubleVal(double value) {
      tensor.addDoubleVal(value);
    }

    @Override
    public void addAllIntVal(Iterable<Integer> values) {
      tensor.addAllIntVal(values);
    }

    @Override
    public void addIntVal(int value) {
      tensor.addIntVal(value);
    }

    @Override
    public void addAllInt64Val(Iterable<Long> values) {
      tensor.addAllInt64Val(values);
    }

    @Override
    public void addInt64Val(long value) {
      tensor.addInt64Val(value);
    }

    @Override
    public void addAllUint32Val(Iterable<Integer> values) {
      tensor.addAllUint32Val(values);
    }

    @Override
    public void addUint32Val(int value) {
      tensor.addUint32Val(value);
    }

    @Override
    public void addAllUint64Val(Iterable<Long> values) {
      tensor.addAllUint64Val(values);
    }

    @Override
    public void addUint64Val(long value) {
      tensor.addUint64Val(value);
    }

    @Override
    public void addAllBoolVal(Iterable<Boolean> values) {
      tensor.addAllBoolVal(values);
    }

    @Override
    public void addBoolVal(boolean value) {
      tensor.addBoolVal(value);
    }

    @Override
    public void addAllHalfVal(Iterable<Integer> values) {
      tensor.addAllHalfVal(values);
    }

    @Override
    public void addHalfVal(int value) {
      tensor.addHalfVal(value);
    }

    @Override
    public void addAllScomplexVal(Iterable<Float> values) {
      tensor.addAllScomplexVal(values);
    }

    @Override
    public void addAllDcomplexVal(Iterable<Double> values) {
      tensor.addAllDcomplexVal(values);
    }

    @Override
    public void addStringVal(ByteString value) {
      tensor.addStringVal(value);
    }

    @Override
    public void setTensorContent(ByteString content) {
      tensor.setTensorContent(content);
    }
  }

  private record Source(TensorProto tensor) implements TensorValues.Source {
    @Override
    public int dtype() {
      return tensor.getDtypeValue();
    }

    @Override
    public int rank() {
      return tensor.getTensorShape().getDimCount();
    }

    @Override
    public long dimension(int index) {
      return tensor.getTensorShape().getDim(index).getSize();
    }

    @Override
    public boolean unknownRank() {
      return tensor.getTensorShape().getUnknownRank();
    }

    @Override
    public ByteString content() {
      return tensor.getTensorContent();
    }

    @Override
    public int count(DType dtype) {
      return switch (dtype) {
        case FLOAT -> tensor.getFloatValCount();
        case DOUBLE -> tensor.getDoubleValCount();
        case STRING -> tensor.getStringValCount();
        case COMPLEX64 -> tensor.getScomplexValCount();
        case COMPLEX128 -> tensor.getDcomplexValCount();
        case INT64 -> tensor.getInt64ValCount();
        case UINT64 -> tensor.getUint64ValCount();
        case UINT32 -> tensor.getUint32ValCount();
        case BOOL -> tensor.getBoolValCount();
        case HALF, BFLOAT16 -> tensor.getHalfValCount();
        default -> tensor.getIntValCount();
      };
    }

    @Override
    public float floatVal(int index) {
      return tensor.getFloatVal(index);
    }

    @Override
    public double doubleVal(int index) {
      return tensor.getDoubleVal(index);
    }

    @Override
    public long longVal(DType dtype, int index) {
      return switch (dtype) {
        case INT64 -> tensor.getInt64Val(index);
        case UINT64 -> tensor.getUint64Val(index);
        case UINT32 -> tensor.getUint32Val(index);
        case HALF, BFLOAT16 -> tensor.getHalfVal(index);
        default -> tensor.getIntVal(index);
      };
    }

    @Override
    public boolean boolVal(int index) {
      return tensor.getBoolVal(index);
    }

    @Override
    public ByteString stringVal(int index) {
      return tensor.getStringVal(index);
    }

    @Override
    public float scomplexVal(int index) {
      return tensor.getScomplexVal(index);
    }

    @Override
    public double dcomplexVal(int index) {
      return tensor.getDcomplexVal(index);
    }
  }
}
