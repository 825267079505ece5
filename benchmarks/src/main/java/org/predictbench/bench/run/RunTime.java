package org.predictbench.bench.run;

import java.time.Duration;
import org.predictbench.bench.noise.Allocation;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;

/** How long a suite takes, before anybody has run it. */
final class RunTime {
  /** A fork starts a JVM, and once a round each server starts, mostly while others warm up. */
  private static final Duration START = Duration.ofSeconds(1);

  /** Most warm-ups on a stub model end by themselves before, and those of client programs. */
  private static final Duration STUB_WARMUP = Duration.ofSeconds(4);

  /** A suite that allows more than this has short calls, for which the JIT needs most of it. */
  private static final Duration LONG_WARMUP = Duration.ofSeconds(8);

  private static final double LONG_SHARE = 0.75;

  /** The last call of a time slice goes on beyond it, and all must be quiet before the next. */
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(50);

  /** A slow machine's rounds take so many times as long as planned. */
  private static final double SLOW = 1.25;

  private RunTime() {}

  /** Of that many forks. */
  static Duration of(Suite suite, int forks) {
    Allocation.Cost cost = cost(suite);
    double round = cost.round() + suite.protocol().measuredPasses() * cost.pass();
    return Duration.ofSeconds(Math.round(round * forks / suite.cells().size()));
  }

  /**
   * What it takes at most, with the rounds that it may add: a slow machine's are longer.
   *
   * @param forks those that are planned
   */
  static Duration most(Suite suite, int forks) {
    int added = suite.protocol().mostRounds() - suite.protocol().rounds();
    double seconds = SLOW * of(suite, forks + added * suite.cells().size()).toSeconds();
    return Duration.ofSeconds(Math.round(seconds));
  }

  /** In seconds. */
  static Allocation.Cost cost(Suite suite) {
    return cost(suite, Runtime.getRuntime().availableProcessors());
  }

  static Allocation.Cost cost(Suite suite, int cores) {
    double slice = seconds(suite.protocol().slice().plus(BETWEEN_SLICES));
    double forks = 0;
    int slices = 0;
    for (Cell cell : suite.cells()) {
      forks += (seconds(START) + warmUp(suite, cell)) / Math.max(1, cores / 2);
      slices += suite.slicesPerPass(cell);
    }
    return new Allocation.Cost(
        forks + suite.cells().size() * suite.warmupSlices() * slice, slices * slice);
  }

  private static double warmUp(Suite suite, Cell cell) {
    Duration most = suite.protocol().stubWarmup();
    return most.compareTo(LONG_WARMUP) > 0 && !cell.kind().id().equals(CellKind.PROCESS)
        ? LONG_SHARE * seconds(most)
        : Math.min(seconds(most), seconds(STUB_WARMUP));
  }

  static String words(Duration time) {
    return "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
