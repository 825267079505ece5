package org.predictbench.bench.run;

import java.time.Duration;
import org.predictbench.bench.noise.Allocation;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;

/** How long a suite takes, before anybody has run it. */
final class RunTime {
  /** A fork starts a JVM, and once a round each server starts. */
  private static final Duration START = Duration.ofSeconds(3);

  private RunTime() {}

  /** Of that many forks. */
  static Duration of(Suite suite, int forks) {
    Allocation.Cost cost = cost(suite);
    double round = cost.round() + suite.protocol().measuredPasses() * cost.pass();
    return Duration.ofSeconds(Math.round(round * forks / suite.cells().size()));
  }

  /** In seconds. */
  static Allocation.Cost cost(Suite suite) {
    double slice = seconds(suite.protocol().slice());
    double fork = seconds(START.plus(suite.protocol().stubWarmup()));
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
