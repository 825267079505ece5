package org.predictbench.bench;

import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.predictbench.bench.fork.ForkProperties;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.client.Outputs;
import org.predictbench.client.axis.Variant;

/**
 * The same as {@link PredictBenchmark} for a client that a user brings: a {@link
 * org.predictbench.client.PredictClientFactory} on the class path.
 *
 * <p>{@code java -cp benchmarks/target/benchmarks.jar:our.jar org.predictbench.bench.Main
 * OwnClientBenchmark -p client=com.acme.OurClientFactory}
 */
public class OwnClientBenchmark extends SharedClientBenchmark {
  /** The factory's class. */
  @Param("org.predictbench.bench.own.BestClientFactory")
  public String client;

  private OwnClient own;

  /** A calling thread. */
  @State(Scope.Thread)
  public static class Caller extends CallerSlices {
    @Setup(Level.Iteration)
    public void awaitSlice(OwnClientBenchmark benchmark, IterationParams iteration)
        throws InterruptedException {
      enter(benchmark, iteration);
    }

    @TearDown(Level.Iteration)
    public void endSlice() {
      leave();
    }

    @TearDown(Level.Trial)
    public void close(OwnClientBenchmark benchmark) throws InterruptedException {
      finish(benchmark);
    }
  }

  @Benchmark
  public Outputs predict(Caller caller) {
    return call();
  }

  @Override
  Optional<OwnClient> ownClient() {
    return Optional.of(own());
  }

  @Override
  Variant variant() {
    return Variant.naive().with(own().transport());
  }

  private OwnClient own() {
    if (own == null) {
      own = ForkProperties.ownClient().orElseGet(() -> OwnClient.of(client));
    }
    return own;
  }
}
