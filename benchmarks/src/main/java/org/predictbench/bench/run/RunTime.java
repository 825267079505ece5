package org.predictbench.bench.run;

import java.time.Duration;
import org.predictbench.bench.noise.Allocation;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;

/** How long a suite takes, before anybody has run it. */
final class RunTime {
  /** A fork starts a JVM, and once a round each server starts, mostly while others warm up. */
  private static final Duration START = Duration.ofSeconds(1);

  /** Most warm-ups on a stub model end by themselves before. */
  private static final Duration STUB_WARMUP = Duration.ofSeconds(4);

  /** The last call of a time slice goes on beyond it, and all must be quiet before the next. */
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(50);

  private RunTime() {}

  /** Of that many forks. */
  static Duration of(Suite suite, int forks) {
    Allocation.Cost cost = cost(suite);
    double round = cost.round() + suite.protocol().measuredPasses() * cost.pass();
    return Duration.ofSeconds(Math.round(round * forks / suite.cells().size()));
  }

  /** In seconds. */
  static Allocation.Cost cost(Suite suite) {
    return cost(suite, Runtime.getRuntime().availableProcessors());
  }

  static Allocation.Cost cost(Suite suite, int cores) {
    double slice = seconds(suite.protocol().slice().plus(BETWEEN_SLICES));
    Duration stubWarmup = suite.protocol().stubWarmup();
    double fork =
        seconds(START.plus(stubWarmup.compareTo(STUB_WARMUP) < 0 ? stubWarmup : STUB_WARMUP))
            / Math.max(1, cores / 2);
    int slices = 0;
    for (Cell cell : suite.cells()) {
      slices += suite.slicesPerPass(cell);
    }
    return new Allocation.Cost(
        suite.cells().size() * (fork + suite.warmupSlices() * slice), slices * slice);
  }

  static String words(Duration time) {
    return "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
