package org.predictbench.bench;

import java.util.LinkedHashMap;
import java.util.Map;
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
import org.predictbench.bench.fork.AnatomyClient;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.bench.fork.JointSlice;
import org.predictbench.client.ModelInput;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Prediction;
import org.predictbench.client.Target;
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
  @Param("shared")
  public String reuse;

  @Param("netty-epoll")
  public String transport;

  @Param("tensor-content-wrap")
  public String encoding;

  @Param("slim")
  public String protos;

  @Param("blocking")
  public String call;

  @Param("default")
  public String executor;

  @Param("identity")
  public String compression;

  @Param("default")
  public String flow_control;

  /** Name or file of a server config; of no meaning with a {@link #target} of one's own. */
  @Param("native-tuned")
  public String server;

  /**
   * Where a server listens already, {@code embedded} to start one, or {@code wire} to start one
   * that only reads and answers.
   */
  @Param(ForkContext.EMBEDDED)
  public String target;

  @Param("resnet50-v2")
  public String model;

  @Param("1")
  public int batch;

  /** Floats in place of the image, for a peer without a model; 0 for the image. */
  @Param("0")
  public int values;

  /** Share by which each call is slowed on purpose: 0.05 is 5 %. */
  @Param("0")
  public double slowdown;

  /** Whether client and server stamp each call, so that its parts are measured one by one. */
  @Param("false")
  public boolean anatomy;

  private ForkContext context;
  private AnatomyClient timed;
  private PredictClient client;
  private ModelInput input;
  private Prediction expected;
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
      if (benchmark.anatomy) {
        benchmark.timed.keep(iteration.getType() == IterationType.MEASUREMENT);
      }
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
      Variant variant = Variant.parse(axes());
      input = context.input(variant, values, batch);
      Target reached = context.target(target, server, model, variant.transport());
      context.warmUp(servable -> client(variant, reached, servable), input);
      client = client(variant, reached, model);
      if (slowdown > 0) {
        client = new SlowedClient(client, slowdown);
      }
      expected = client.predict(input);
      context.answered(input, expected);
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
    context.endSlice();
    slice = context.jointSlice(params.getThreads());
  }

  private PredictClient client(Variant variant, Target reached, String servable) {
    ModelRef ref = ForkContext.model(variant, servable);
    if (!anatomy) {
      return PredictClients.create(variant, reached, ref);
    }
    timed = new AnatomyClient(variant, reached, ref);
    return timed;
  }

  @Benchmark
  public Prediction predict(Caller caller) {
    Prediction answer;
    try {
      answer = client.predict(input);
    } catch (PredictException e) {
      throw failed(e);
    }
    if (!answer.sameBitsAs(expected)) {
      throw failed(new IllegalStateException("an answer differs from the fork's first"));
    }
    return answer;
  }

  private RuntimeException failed(RuntimeException e) {
    slice.fail();
    return context.failed(e);
  }

  /** Nothing is called after it, and it holds the time slice. */
  void close() {
    if (anatomy) {
      context.measured(timed);
    }
    client.close();
    context.close();
  }

  private Map<String, String> axes() {
    Map<String, String> axes = new LinkedHashMap<>();
    axes.put("reuse", reuse);
    axes.put("transport", transport);
    axes.put("encoding", encoding);
    axes.put("protos", protos);
    axes.put("call", call);
    axes.put("executor", executor);
    axes.put("compression", compression);
    axes.put("flow_control", flow_control);
    return axes;
  }
}
