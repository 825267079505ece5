package org.predictbench.bench.report;

import org.predictbench.bench.result.Workload;

/** Runs whose cells stand in rows and columns. */
final class GridTestRuns {
  private GridTestRuns() {}

  /** Two settings by callers; 8 callers are listed before 1, as no suite should have to care. */
  static MadeUpRun threads() {
    Workload eight = new Workload(8, 0, 0);
    return new MadeUpRun()
        .cell("one", "native, intra 1", "shared", "native-intra1-inter1", 1000)
        .cell("again", "A/A control", "shared", "native-intra1-inter1", 1000)
        .cell("one-8", "native, intra 1", "shared", "native-intra1-inter1", eight, 4000)
        .cell("two-8", "native, intra 2", "shared", "native-intra2-inter1", eight, 3000)
        .cell("two", "native, intra 2", "shared", "native-intra2-inter1", 500);
  }
}
