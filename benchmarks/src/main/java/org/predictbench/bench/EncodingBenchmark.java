package org.predictbench.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.predictbench.client.Features;
import org.predictbench.client.ModelRef;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Axis;
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
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class EncodingBenchmark {
  @Param("tensor-content-wrap")
  public String encoding;

  @Param("slim")
  public String protos;

  @Param("1")
  public int batch;

  private ForkContext context;
  private WireCodec codec;
  private Features features;
  private KeptBytes sink;
  private int length;

  @Setup(Level.Trial)
  public void open() {
    context = ForkContext.open();
    context.awaitSlice();
    try {
      features = context.features().repeated(batch);
      codec =
          WireCodec.of(
              Axis.parse(TensorEncoding.class, encoding),
              Axis.parse(Protos.class, protos),
              ModelRef.imageClassifier("resnet50-v2"));
      sink = new KeptBytes(Float.BYTES * features.values().length + 1024);
      length = codec.encode(features, sink);
      EncodedRequest.require(sink.bytes(), length, features);
      context.warmUp(this::encode);
    } catch (IOException e) {
      throw context.failed(new UncheckedIOException(e));
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
  public byte[] encode() {
    sink.reset();
    try {
      if (codec.encode(features, sink) != length) {
        throw new IllegalStateException("a request differs in length from the first");
      }
    } catch (IOException e) {
      throw context.failed(new UncheckedIOException(e));
    } catch (IllegalStateException e) {
      throw context.failed(e);
    }
    return sink.bytes();
  }

  @TearDown(Level.Trial)
  public void close() {
    context.awaitSlice();
    context.close();
  }
}
