package org.predictbench.bench.report;

import java.util.List;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;

/** What plots call a cell: its step, and where others share that, what tells it from them. */
final class CellNames {
  private CellNames() {}

  static String of(Suite suite, Cell cell) {
    List<Cell> same = suite.cells().stream().filter(c -> c.step().equals(cell.step())).toList();
    if (same.size() < 2) {
      return cell.step();
    }
    boolean byCallers = same.stream().map(Cell::callers).distinct().count() == same.size();
    return cell.step()
        + " · "
        + (byCallers
            ? cell.callers() + (cell.callers() == 1 ? " caller" : " callers")
            : cell.name());
  }
}
