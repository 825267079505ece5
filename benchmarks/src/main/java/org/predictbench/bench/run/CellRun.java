package org.predictbench.bench.run;

import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/** Measures one cell once. */
interface CellRun {

  /**
   * Never throws for a cell that fails: the record then says why.
   *
   * @param server a ready server of the cell's config
   */
  ForkRecord run(Suite suite, Cell cell, int round, int position, ServerUnderTest server);
}
