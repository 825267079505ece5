package org.predictbench.bench;

import java.nio.file.Path;
import java.util.List;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.bench.fork.JointSlice;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.RequestCycle;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
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
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class PredictBenchmark {
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

  /** Name or file of a server config; of no meaning with a {@link #target} of one's own. */
  @Param("native-tuned")
  public String server;

  /**
   * Where a server listens already, {@code embedded} to start one, or {@code wire} to start one
   * that only reads and answers.
   */
  @Param(ForkContext.EMBEDDED)
  public String target;

  /** A shipped model, a SavedModel's folder, or with a {@link #target} the servable's name. */
  @Param("resnet50-v2")
  public String model;

  /** Key of the signature to call; empty for the default one. */
  @Param("")
  public String signature;

  /** Aliases of the outputs to ask for, joined by {@code +}; empty for all of them. */
  @Param("")
  public String outputs;

  /** A file of requests; empty for the model's own, or the image that comes with us. */
  @Param("")
  public String requests;

  @Param("1")
  public int batch;

  private ForkContext context;
  private PredictClient client;
  private RequestOptions options;
  private RequestCycle sent;
  private JointSlice slice;

  /** What each calling thread has of its own: its part in the fork's time slices. */
  @State(Scope.Thread)
  public static class Caller {
    private JointSlice slice;

    @Setup(Level.Iteration)
    public void awaitSlice(PredictBenchmark benchmark, IterationParams iteration)
        throws InterruptedException {
      slice = benchmark.slice;
      slice.enter();
      benchmark.context.count(iteration.getType() == IterationType.MEASUREMENT);
    }

    @TearDown(Level.Iteration)
    public void endSlice() {
      slice.leave();
    }

    @TearDown(Level.Trial)
    public void close(PredictBenchmark benchmark) throws InterruptedException {
      // Other forks may still be measuring.
      slice.finish(benchmark::close);
    }
  }

  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    context = ForkContext.open();
    context.awaitSlice();
    try {
      Variant variant = variant();
      options = context.plan(asked(), target).options();
      sent = context.requests(variant, batch);
      Target reached = context.target(target, server, model, variant.transport());
      ModelRef called = context.model(variant, model, signature, split(outputs));
      client = context.warmClient(variant, reached, called, sent);
      Outputs first = client.predict(sent.get(0), options);
      sent.check(0, first);
      context.answered(sent.get(0), first);
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
    context.endSlice();
    slice = context.jointSlice(params.getThreads());
  }

  @Benchmark
  public Outputs predict(Caller caller) {
    int request = sent.next();
    try {
      Outputs answer = client.predict(sent.get(request), options);
      sent.check(request, answer);
      return answer;
    } catch (PredictException e) {
      throw failed(sent.size() == 1 ? e : unanswered(request, e));
    } catch (IllegalStateException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException unanswered(int request, PredictException e) {
    return new IllegalStateException("request %d: %s".formatted(request + 1, e.getMessage()), e);
  }

  private AskedWorkload asked() {
    return AskedWorkload.of(
        model,
        signature.isEmpty() ? null : signature,
        requests.isEmpty() ? null : Path.of(requests));
  }

  private static List<String> split(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split("[+]"));
  }

  private RuntimeException failed(RuntimeException e) {
    slice.fail();
    return context.failed(e);
  }

  /** Nothing is called after it, and it holds the time slice. */
  void close() {
    client.close();
    context.close();
  }

  private Variant variant() {
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
