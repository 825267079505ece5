package org.predictbench.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.RequestCycle;
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
  private RequestCycle requests;
  private KeptBytes sink;
  private int[] lengths;

  @Override
  void prepare(ForkContext fork) throws IOException {
    CallPlan plan = fork.plan();
    requests = new RequestCycle(plan.requests().repeated(batch));
    lengths = new int[requests.size()];
    codec = WireCodec.of(encoding, protos, plan.model());
    for (int i = 0; i < lengths.length; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      lengths[i] = codec.encode(requests.get(i), bytes);
      EncodedRequest.require(bytes.toByteArray(), requests.get(i));
    }
    sink = new KeptBytes(Arrays.stream(lengths).max().orElseThrow());
  }

  @Override
  Object once() throws IOException {
    sink.reset();
    int request = requests.next();
    if (codec.encode(requests.get(request), sink) != lengths[request]) {
      throw new IllegalStateException("a request differs in length from the first of its kind");
    }
    return sink.bytes();
  }

  @Benchmark
  public Object encode() {
    return measured();
  }
}
