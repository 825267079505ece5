package org.predictbench.bench;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Prediction;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.serving.slim.PredictResponse;
import org.predictbench.serving.slim.tensorflow.DataType;
import org.predictbench.serving.slim.tensorflow.TensorProto;

/**
 * What does it cost to read a classifier's reply, as typed fields and as {@code tensor_content}?
 *
 * <p>Timed: from the message's bytes in one array to {@link Prediction}'s arrays, and a look at
 * every bit of them. A server up to TensorFlow Serving 2.18 always answers with typed fields; later
 * ones can be told to send contents.
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
  private Prediction expected;

  @Override
  void prepare(ForkContext fork) {
    codec =
        WireCodec.of(
            protos == Protos.NONE ? TensorEncoding.DIRECT : TensorEncoding.TENSOR_CONTENT_WRAP,
            protos,
            ModelRef.imageClassifier("resnet50-v2"));
    expected = prediction(batch);
    bytes = reply(expected, reply == Reply.TENSOR_CONTENT);
  }

  @Override
  Object once() {
    Prediction answer = codec.decode(bytes);
    if (!answer.sameBitsAs(expected)) {
      throw new IllegalStateException("the answer is not what the reply holds");
    }
    return answer;
  }

  @Benchmark
  public Object decode() {
    return measured();
  }

  private static Prediction prediction(int batch) {
    long[] classes = new long[batch];
    float[] probabilities = new float[batch * CLASSES];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = 1.0f / (1 + i);
    }
    for (int i = 0; i < batch; i++) {
      classes[i] = i % CLASSES;
    }
    return new Prediction(classes, probabilities);
  }

  private static byte[] reply(Prediction answer, boolean asContent) {
    TensorProto.Builder classes = TensorProto.newBuilder().setDtype(DataType.DT_INT64);
    TensorProto.Builder probabilities = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    if (asContent) {
      ByteBuffer longs = littleEndian(Long.BYTES * answer.classes().length);
      longs.asLongBuffer().put(answer.classes());
      classes.setTensorContent(ByteString.copyFrom(longs));
      ByteBuffer floats = littleEndian(Float.BYTES * answer.probabilities().length);
      floats.asFloatBuffer().put(answer.probabilities());
      probabilities.setTensorContent(ByteString.copyFrom(floats));
    } else {
      for (long value : answer.classes()) {
        classes.addInt64Val(value);
      }
      for (float value : answer.probabilities()) {
        probabilities.addFloatVal(value);
      }
    }
    return PredictResponse.newBuilder()
        .putOutputs("classes", classes.build())
        .putOutputs("probabilities", probabilities.build())
        .build()
        .toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
