package org.predictbench.bench.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.CellSummary;

/** What rows and columns are called: what their cells' words have in common. */
final class GridNames {
  /** What parts of a step's words stand apart by. */
  private static final String BETWEEN = ", |; |: | on ";

  private GridNames() {}

  static List<String> rows(List<List<CellSummary>> rows, List<List<CellSummary>> columns) {
    Set<String> ofColumns = new LinkedHashSet<>();
    for (List<CellSummary> column : columns) {
      ofColumns.addAll(own(column, columns));
    }
    List<String> names = new ArrayList<>();
    for (List<CellSummary> row : rows) {
      Set<String> common = common(row);
      common.removeAll(ofColumns);
      names.add(String.join(", ", common));
    }
    // Names that tell nothing apart are no names.
    return Set.copyOf(names).size() == names.size() && !names.contains("")
        ? names
        : rows.stream().map(row -> row.get(0).cell().step()).toList();
  }

  static List<String> columns(Suite suite, Grid.Varied by, List<List<CellSummary>> columns) {
    List<String> names = new ArrayList<>();
    for (List<CellSummary> column : columns) {
      Cell cell = column.get(0).cell();
      names.add(
          switch (by) {
            case CALLERS -> cell.callers() + (cell.callers() == 1 ? " caller" : " callers");
            case BATCH -> "batch " + cell.workload().batchOr(suite.batchSize());
            case MODEL -> suite.modelOf(cell);
            case SERVER -> worded(own(column, columns), cell.server());
            case VALUES -> worded(own(column, columns), cell.workload().values() + " floats");
            default -> worded(own(column, columns), cell.name());
          });
    }
    return names;
  }

  private static String worded(Collection<String> words, String otherwise) {
    return words.isEmpty() ? otherwise : String.join(", ", words);
  }

  /** What all cells of a group say and no cell of any other. */
  private static Set<String> own(List<CellSummary> group, List<List<CellSummary>> groups) {
    Set<String> own = common(group);
    for (List<CellSummary> other : groups) {
      if (!other.equals(group)) {
        other.forEach(cell -> own.removeAll(parts(cell)));
      }
    }
    return own;
  }

  private static Set<String> common(List<CellSummary> cells) {
    Set<String> common = new LinkedHashSet<>(parts(cells.get(0)));
    cells.forEach(cell -> common.retainAll(parts(cell)));
    return common;
  }

  private static List<String> parts(CellSummary cell) {
    return List.of(cell.cell().step().split(BETWEEN, -1));
  }
}
