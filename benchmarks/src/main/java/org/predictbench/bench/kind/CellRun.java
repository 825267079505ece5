package org.predictbench.bench.kind;

import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/** A way to measure cells. */
public interface CellRun {

  /**
   * Starts what measures the cell in a round, and returns at once.
   *
   * <p>Never throws for a cell that fails: its record then says why.
   *
   * @param position place of the cell in its round's order, counted from 1
   * @param server a ready server of the cell's config
   */
  RunningCell start(Suite suite, Cell cell, int round, int position, ServerUnderTest server);
}
