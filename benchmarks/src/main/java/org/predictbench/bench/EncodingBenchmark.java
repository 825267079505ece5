package org.predictbench.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Tensor;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;

/**
 * What does it cost to turn a {@code float[]} into a PredictRequest's bytes, and how much garbage
 * does that leave?
 *
 * <p>Timed: filling the message, if there is one, and writing it out as gRPC has it written. The
 * bytes end in one buffer that is kept, as gRPC's are pooled. Not timed: the network, and gRPC's
 * own work on the bytes.
 */
public class EncodingBenchmark extends OneCallerBenchmark {
  @Param("TENSOR_CONTENT_WRAP")
  public TensorEncoding encoding;

  @Param("SLIM")
  public Protos protos;

  @Param("1")
  public int batch;

  private WireCodec codec;
  private Inputs inputs;
  private KeptBytes sink;
  private int length;

  @Override
  void prepare(ForkContext fork) throws IOException {
    Tensor features = fork.features().repeated(batch);
    inputs = Inputs.of("input", features);
    codec = WireCodec.of(encoding, protos, ModelRef.of("resnet50-v2"));
    sink = new KeptBytes(Float.BYTES * features.elements() + 1024);
    length = codec.encode(inputs, sink);
    EncodedRequest.require(sink.bytes(), length, features);
  }

  @Override
  Object once() throws IOException {
    sink.reset();
    if (codec.encode(inputs, sink) != length) {
      throw new IllegalStateException("a request differs in length from the first");
    }
    return sink.bytes();
  }

  @Benchmark
  public Object encode() {
    return measured();
  }
}
