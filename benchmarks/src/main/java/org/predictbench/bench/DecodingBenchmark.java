package org.predictbench.bench;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.client.DType;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.serving.slim.PredictResponse;
import org.predictbench.serving.slim.tensorflow.DataType;
import org.predictbench.serving.slim.tensorflow.TensorProto;

/**
 * What does it cost to read a classifier's reply, as typed fields and as {@code tensor_content}?
 *
 * <p>Timed: from the message's bytes in one array to {@link Outputs}, and a look at every bit of
 * them. A server up to TensorFlow Serving 2.18 always answers with typed fields; later ones can be
 * told to send contents.
 */
public class DecodingBenchmark extends OneCallerBenchmark {
  private static final int CLASSES = 1001;

  /** How a reply holds its tensors. */
  public enum Reply {
    FLOAT_VAL,
    TENSOR_CONTENT
  }

  @Param("FLOAT_VAL")
  public Reply reply;

  @Param("SLIM")
  public Protos protos;

  @Param("1")
  public int batch;

  private WireCodec codec;
  private byte[] bytes;
  private Outputs expected;

  @Override
  void prepare(ForkContext fork) {
    codec =
        WireCodec.of(
            protos == Protos.NONE ? TensorEncoding.DIRECT : TensorEncoding.TENSOR_CONTENT_WRAP,
            protos,
            ModelRef.of("resnet50-v2"));
    expected = outputs(batch);
    bytes = reply(expected, reply == Reply.TENSOR_CONTENT);
  }

  @Override
  Object once() {
    Outputs answer = codec.decode(bytes);
    if (!answer.sameBitsAs(expected)) {
      throw new IllegalStateException("the answer is not what the reply holds");
    }
    return answer;
  }

  @Benchmark
  public Object decode() {
    return measured();
  }

  private static Outputs outputs(int batch) {
    long[] classes = new long[batch];
    float[] probabilities = new float[batch * CLASSES];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = 1.0f / (1 + i);
    }
    for (int i = 0; i < batch; i++) {
      classes[i] = i % CLASSES;
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("classes", Tensor.of(classes, batch));
    outputs.put("probabilities", Tensor.of(probabilities, batch, CLASSES));
    return Outputs.of(outputs);
  }

  private static byte[] reply(Outputs answer, boolean asContent) {
    PredictResponse.Builder reply = PredictResponse.newBuilder();
    for (String alias : answer.aliases()) {
      Tensor tensor = answer.tensor(alias);
      TensorProto.Builder message =
          TensorProto.newBuilder().setDtype(DataType.forNumber(tensor.dtype().number()));
      for (long size : tensor.shape()) {
        message.getTensorShapeBuilder().addDimBuilder().setSize(size);
      }
      if (asContent) {
        message.setTensorContent(ByteString.copyFrom(tensor.littleEndian()));
      } else {
        for (int i = 0; i < tensor.elements(); i++) {
          if (tensor.dtype() == DType.FLOAT) {
            message.addFloatVal(tensor.floatAt(i));
          } else {
            message.addInt64Val(tensor.longAt(i));
          }
        }
      }
      reply.putOutputs(alias, message.build());
    }
    return reply.build().toByteArray();
  }
}
