package org.predictbench.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.predictbench.client.Outputs;
import org.predictbench.client.axis.CallExecutor;
import org.predictbench.client.axis.CallStyle;
import org.predictbench.client.axis.Compression;
import org.predictbench.client.axis.FlowControl;
import org.predictbench.client.axis.Method;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.Reuse;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/**
 * What does one Predict call cost its caller, from {@code float[]} to checked answer?
 *
 * <p>Timed: encoding, the wire, the server's work, decoding, and the comparison of the answer with
 * the first one, the same in every variant. Not timed: starting the server, decoding the image,
 * and, where the variant keeps it, opening the channel.
 *
 * <p>Run it with any axis crossed, for example {@code java -jar benchmarks/target/benchmarks.jar
 * PredictBenchmark -p encoding=float-val-boxed,tensor-content-wrap -p model=fixed-reply -prof gc}.
 * Without {@code target} each fork starts its own embedded server.
 */
public class PredictBenchmark extends SharedClientBenchmark {
  @Param("SHARED")
  public Reuse reuse;

  @Param("NETTY_EPOLL")
  public Transport transport;

  @Param("TENSOR_CONTENT_WRAP")
  public TensorEncoding encoding;

  @Param("SLIM")
  public Protos protos;

  @Param("PREDICT")
  public Method method;

  @Param("BLOCKING")
  public CallStyle call;

  @Param("DEFAULT")
  public CallExecutor executor;

  @Param("IDENTITY")
  public Compression compression;

  @Param("DEFAULT")
  public FlowControl flow_control;

  /** A calling thread. */
  @State(Scope.Thread)
  public static class Caller extends CallerSlices {
    @Setup(Level.Iteration)
    public void awaitSlice(PredictBenchmark benchmark, IterationParams iteration)
        throws InterruptedException {
      enter(benchmark, iteration);
    }

    @TearDown(Level.Iteration)
    public void endSlice() {
      leave();
    }

    @TearDown(Level.Trial)
    public void close(PredictBenchmark benchmark) throws InterruptedException {
      finish(benchmark);
    }
  }

  @Benchmark
  public Outputs predict(Caller caller) {
    return call();
  }

  @Override
  Variant variant() {
    return Variant.naive()
        .with(reuse)
        .with(transport)
        .with(encoding)
        .with(protos)
        .with(method)
        .with(call)
        .with(executor)
        .with(compression)
        .with(flow_control);
  }
}
