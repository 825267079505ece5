package org.predictbench.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.bench.fork.JointSlice;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.RequestCycle;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Variant;

/**
 * What benchmarks of a client that any number of callers share have in common: they open it, have
 * its first answer, call it in their time slices, and compare every answer with the first one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public abstract class SharedClientBenchmark {
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
  public abstract static class CallerSlices {
    private JointSlice slice;

    final void enter(SharedClientBenchmark benchmark, IterationParams iteration)
        throws InterruptedException {
      slice = benchmark.slice;
      slice.enter();
      benchmark.context.count(iteration.getType() == IterationType.MEASUREMENT);
    }

    final void leave() {
      slice.leave();
    }

    final void finish(SharedClientBenchmark benchmark) throws InterruptedException {
      // Other forks may still be measuring.
      slice.finish(benchmark::close);
    }
  }

  /** What of the client the requests and the target depend on. */
  abstract Variant variant();

  /** What opens it, if it is none of ours. */
  Optional<OwnClient> ownClient() {
    return Optional.empty();
  }

  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    context = ForkContext.open();
    context.awaitSlice();
    try {
      ownClient().ifPresent(context::calls);
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
    } catch (LinkageError e) {
      throw context.failed(new IllegalStateException(e.toString(), e));
    }
    context.endSlice();
    slice = context.jointSlice(params.getThreads());
  }

  /** One call, its answer checked. */
  final Outputs call() {
    int request = sent.next();
    try {
      Outputs answer = client.predict(sent.get(request), options);
      sent.check(request, answer);
      return answer;
    } catch (PredictException e) {
      throw failed(sent.size() == 1 ? e : unanswered(request, e));
    } catch (RuntimeException e) {
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
}
