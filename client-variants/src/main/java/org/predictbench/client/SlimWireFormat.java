package org.predictbench.client;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.predictbench.serving.slim.ModelSpec;
import org.predictbench.serving.slim.PredictRequest;
import org.predictbench.serving.slim.PredictResponse;
import org.predictbench.serving.slim.PredictionServiceGrpc;
import org.predictbench.serving.slim.tensorflow.DataType;
import org.predictbench.serving.slim.tensorflow.TensorProto;
import org.predictbench.serving.slim.tensorflow.TensorShapeProto;

/** The wire in the slim protos. Alike in all but types to its twin: the generators share none. */
final class SlimWireFormat implements WireFormat<PredictRequest, PredictResponse> {
  private final ModelRef model;
  private final ModelSpec spec;
  private final Encoding encoding;

  SlimWireFormat(ModelRef model, Encoding encoding) {
    this.model = model;
    this.encoding = encoding;
    this.spec =
        ModelSpec.newBuilder().setName(model.name()).setSignatureName(model.signature()).build();
  }

  @Override
  public Stub<PredictRequest, PredictResponse> newStub(Channel channel) {
    var stub = PredictionServiceGrpc.newBlockingStub(channel);
    return (request, deadline) ->
        stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS).predict(request);
  }

  @Override
  public PredictRequest encode(Features features) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    TensorShapeProto.Builder shape = tensor.getTensorShapeBuilder();
    for (long size : features.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    encoding.write(features.values(), new Sink(tensor));
    return PredictRequest.newBuilder()
        .setModelSpec(spec)
        .putInputs(model.input(), tensor.build())
        .build();
  }

  @Override
  public Prediction decode(PredictResponse reply) {
    return new Prediction(
        longs(output(reply, model.classes(), DataType.DT_INT64)),
        floats(output(reply, model.probabilities(), DataType.DT_FLOAT)));
  }

  private static TensorProto output(PredictResponse reply, String alias, DataType type) {
    TensorProto tensor = reply.getOutputsMap().get(alias);
    if (tensor == null || tensor.getDtype() != type) {
      throw new PredictException(
          Status.Code.INTERNAL,
          "reply has no output '%s' of type %s; it has %s"
              .formatted(alias, type, reply.getOutputsMap().keySet()));
    }
    return tensor;
  }

  private static long[] longs(TensorProto tensor) {
    long[] values =
        new long[size(tensor.getTensorContent(), Long.BYTES, tensor.getInt64ValCount())];
    if (tensor.getTensorContent().isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getInt64Val(i);
      }
    } else {
      littleEndian(tensor.getTensorContent()).asLongBuffer().get(values);
    }
    return values;
  }

  private static float[] floats(TensorProto tensor) {
    float[] values =
        new float[size(tensor.getTensorContent(), Float.BYTES, tensor.getFloatValCount())];
    if (tensor.getTensorContent().isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatVal(i);
      }
    } else {
      littleEndian(tensor.getTensorContent()).asFloatBuffer().get(values);
    }
    return values;
  }

  private static int size(ByteString content, int bytesPerValue, int valueCount) {
    return content.isEmpty() ? valueCount : content.size() / bytesPerValue;
  }

  private static ByteBuffer littleEndian(ByteString content) {
    return content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private record Sink(TensorProto.Builder tensor) implements Encoding.TensorSink {
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
  }
}
