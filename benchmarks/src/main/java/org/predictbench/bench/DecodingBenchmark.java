package org.predictbench.bench;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Prediction;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Axis;
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
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class DecodingBenchmark {
  private static final String REPLY = "reply";
  private static final String PROTOS = "protos";
  private static final List<String> REPLIES = List.of("float-val", "tensor-content");
  private static final int CLASSES = 1001;

  @Param("float-val")
  public String reply;

  @Param("slim")
  public String protos;

  @Param("1")
  public int batch;

  private ForkContext context;
  private WireCodec codec;
  private byte[] bytes;
  private Prediction expected;

  /**
   * Checks a cell's parameters.
   *
   * @throws IllegalArgumentException if there are others than {@code reply} and {@code protos}, or
   *     a value is unknown
   */
  public static void requireParameters(Map<String, String> parameters) {
    if (!parameters.keySet().equals(Set.of(REPLY, PROTOS))
        || !REPLIES.contains(parameters.get(REPLY))) {
      throw new IllegalArgumentException(
          "a decode cell needs client {reply: float-val} or {reply: tensor-content}, and protos,"
              + " not "
              + parameters);
    }
    var unused = Axis.parse(Protos.class, parameters.get(PROTOS));
  }

  @Setup(Level.Trial)
  public void open() {
    context = ForkContext.open();
    context.awaitSlice();
    try {
      Protos messages = Axis.parse(Protos.class, protos);
      codec =
          WireCodec.of(
              messages == Protos.NONE ? TensorEncoding.DIRECT : TensorEncoding.TENSOR_CONTENT_WRAP,
              messages,
              ModelRef.imageClassifier("resnet50-v2"));
      expected = prediction(batch);
      bytes = reply(expected, reply.equals("tensor-content"));
      context.warmUp(this::decode);
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
    context.endSlice();
  }

  @Setup(Level.Iteration)
  public void awaitSlice() {
    context.awaitSlice();
  }

  @TearDown(Level.Iteration)
  public void endSlice() {
    context.endSlice();
  }

  @Benchmark
  public Prediction decode() {
    Prediction answer = codec.decode(bytes);
    if (!answer.sameBitsAs(expected)) {
      throw context.failed(new IllegalStateException("the answer is not what the reply holds"));
    }
    return answer;
  }

  @TearDown(Level.Trial)
  public void close() {
    context.awaitSlice();
    context.close();
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
