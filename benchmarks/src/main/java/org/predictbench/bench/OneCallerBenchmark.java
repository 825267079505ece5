package org.predictbench.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.predictbench.bench.fork.ForkContext;

/**
 * What benchmarks of one thread share: they prepare their work once, warm it up, then do it in
 * their time slices alone. Failures reach the harness with their reason.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public abstract class OneCallerBenchmark {
  private ForkContext context;

  /** Prepares the work and checks that it is done right; nothing of it is timed. */
  abstract void prepare(ForkContext fork) throws IOException;

  /** Does once what is measured. */
  abstract Object once() throws IOException;

  /** Releases what {@link #prepare} opened. */
  void release() throws IOException {}

  /** {@link #once} as the benchmark method calls it. */
  final Object measured() {
    try {
      return once();
    } catch (IOException e) {
      throw context.failed(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
  }

  @Setup(Level.Trial)
  public final void open() {
    context = ForkContext.open();
    context.awaitSlice();
    try {
      prepare(context);
      context.warmUp(this::measured);
    } catch (IOException e) {
      throw context.failed(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
    context.endSlice();
  }

  @Setup(Level.Iteration)
  public final void awaitSlice() {
    context.awaitSlice();
  }

  @TearDown(Level.Iteration)
  public final void endSlice() {
    context.endSlice();
  }

  @TearDown(Level.Trial)
  public final void close() throws IOException {
    context.awaitSlice();
    release();
    context.close();
  }
}
