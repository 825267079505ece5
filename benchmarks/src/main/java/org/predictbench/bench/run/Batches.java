package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Workload;

/**
 * A suite at several batch sizes: each cell once more for each, against its own batch's baseline.
 */
final class Batches {
  private Batches() {}

  /**
   * The suite at these batch sizes; as it is if there are none. The A/A control, and cells that
   * have a batch size or values of their own, stay alone.
   */
  static Suite of(Suite suite, List<Integer> sizes) {
    if (sizes.isEmpty()) {
      return suite;
    }
    Suite first = suite.withBatchSize(sizes.get(0));
    List<Cell> cells = new ArrayList<>(first.cells());
    for (int size : sizes.subList(1, sizes.size())) {
      for (Cell cell : first.cells()) {
        Workload workload = cell.workload();
        if (!cell.name().equals(suite.control())
            && workload.batch() == 0
            && workload.values() == 0
            && cell.kind().sendsRequests()) {
          cells.add(at(size, cell, suite.reference(cell)));
        }
      }
    }
    return first.withCells(cells);
  }

  private static Cell at(int size, Cell cell, String reference) {
    Workload own = cell.workload();
    return new Cell(
        cell.name() + "-b" + size,
        "%s; batch %d".formatted(cell.step(), size),
        cell.client(),
        cell.server(),
        cell.kind(),
        new Workload(
            own.callers(),
            own.callerThreads(),
            size,
            own.values(),
            own.model(),
            own.signature(),
            own.outputs()),
        reference + "-b" + size,
        cell.jvm());
  }
}
