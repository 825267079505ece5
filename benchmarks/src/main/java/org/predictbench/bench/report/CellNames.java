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
    boolean byCallers = same.stream().map(Cell::callers).distinct().count() > 1;
    String name =
        byCallers
            ? "%s · %d caller%s"
                .formatted(cell.step(), cell.callers(), cell.callers() == 1 ? "" : "s")
            : cell.step();
    boolean unique =
        byCallers && same.stream().filter(c -> c.callers() == cell.callers()).count() == 1;
    return unique ? name : name + " · " + cell.name();
  }
}
