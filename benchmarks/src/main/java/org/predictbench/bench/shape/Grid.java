package org.predictbench.bench.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.PairedRatio;
import org.predictbench.bench.stats.Summary;

/**
 * Cells that differ in two things, such as the server's threads and the callers, in rows and
 * columns. Within a column all cells have the same work, and are compared with the cell that stands
 * in the row of the suite's baseline.
 *
 * @param by what the columns differ in
 * @param rows names of the rows
 * @param columns names of the columns, those of numbers in ascending order
 * @param base index of the baseline's row
 */
public record Grid(
    Varied by,
    List<String> rows,
    List<String> columns,
    int base,
    Suite suite,
    List<List<Optional<CellSummary>>> cells) {

  /** In what cells may differ; the first that does makes the columns. */
  public enum Varied {
    CALLERS,
    VALUES,
    BATCH,
    MODEL,
    SERVER,
    CLIENT,
    REQUEST
  }

  private static final double LEAST_FILLED = 0.5;

  public Grid {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    cells = cells.stream().map(List::copyOf).toList();
  }

  /** Empty unless the cells differ in two things and most combinations of these are there. */
  public static Optional<Grid> of(Summary summary) {
    Suite suite = summary.suite();
    List<CellSummary> cells =
        summary.cells().stream().filter(cell -> !cell.name().equals(suite.control())).toList();
    List<Varied> varied =
        List.of(Varied.values()).stream()
            .filter(by -> values(suite, cells, by).size() > 1)
            .toList();
    if (varied.size() != 2) {
      return Optional.empty();
    }
    List<List<CellSummary>> rows = groups(suite, cells, varied.get(1));
    List<List<CellSummary>> columns = groups(suite, cells, varied.get(0));
    return several(rows)
            && several(columns)
            && cells.size() >= LEAST_FILLED * rows.size() * columns.size()
            && cells.stream().map(cell -> place(suite, cell, varied)).distinct().count()
                == cells.size()
        ? Optional.of(new Grid(suite, varied.get(0), rows, columns))
        : Optional.empty();
  }

  private Grid(
      Suite suite, Varied by, List<List<CellSummary>> rows, List<List<CellSummary>> columns) {
    this(
        by,
        GridNames.rows(rows, columns),
        GridNames.columns(suite, by, columns),
        IntStream.range(0, rows.size())
            .filter(i -> rows.get(i).stream().anyMatch(c -> c.name().equals(suite.baseline())))
            .findFirst()
            .orElse(0),
        suite,
        rows.stream()
            .map(
                row ->
                    columns.stream()
                        .map(column -> row.stream().filter(column::contains).findFirst())
                        .toList())
            .toList());
  }

  /** One odd cell in a column of its own makes no table. */
  private static boolean several(List<List<CellSummary>> groups) {
    return groups.stream().filter(group -> group.size() > 1).count() > 1;
  }

  private static List<String> place(Suite suite, CellSummary cell, List<Varied> varied) {
    return varied.stream().map(by -> value(suite, cell.cell(), by)).toList();
  }

  private static Map<String, List<CellSummary>> values(
      Suite suite, List<CellSummary> cells, Varied by) {
    Map<String, List<CellSummary>> groups = new LinkedHashMap<>();
    cells.forEach(
        cell ->
            groups
                .computeIfAbsent(value(suite, cell.cell(), by), any -> new ArrayList<>())
                .add(cell));
    return groups;
  }

  private static List<List<CellSummary>> groups(Suite suite, List<CellSummary> cells, Varied by) {
    List<Map.Entry<String, List<CellSummary>>> groups =
        new ArrayList<>(values(suite, cells, by).entrySet());
    if (by.compareTo(Varied.BATCH) <= 0) {
      groups.sort(Comparator.comparingInt(group -> Integer.parseInt(group.getKey())));
    }
    return groups.stream().map(Map.Entry::getValue).toList();
  }

  private static String value(Suite suite, Cell cell, Varied by) {
    Map<Varied, Function<Cell, Object>> all = new EnumMap<>(Varied.class);
    all.put(Varied.CALLERS, Cell::callers);
    all.put(Varied.VALUES, c -> c.workload().values());
    all.put(Varied.BATCH, c -> c.workload().batchOr(suite.batchSize()));
    all.put(Varied.MODEL, suite::modelOf);
    all.put(Varied.SERVER, Cell::server);
    all.put(Varied.CLIENT, c -> c.kind().id() + new TreeMap<>(c.client()));
    all.put(Varied.REQUEST, c -> c.workload().signature() + c.workload().outputs());
    return all.get(by).apply(cell).toString();
  }

  /** The cell of a row and a column, if it was measured. */
  public Optional<CellSummary> at(int row, int column) {
    return cells.get(row).get(column).filter(CellSummary::ok);
  }

  /** Whether the suite has a cell there, measured or not. */
  public boolean has(int row, int column) {
    return cells.get(row).get(column).isPresent();
  }

  /** To the baseline's row in the same column; {@link Estimate#NONE} where one is missing. */
  public Estimate ratio(int row, int column) {
    Optional<CellSummary> cell = at(row, column);
    Optional<CellSummary> other = at(base, column);
    if (cell.isEmpty() || other.isEmpty()) {
      return Estimate.NONE;
    }
    if (row == base) {
      return new Estimate(1, 1, 1);
    }
    return suite.reference(cell.get().cell()).equals(other.get().name())
        ? cell.get().ratio()
        : PairedRatio.ofRounds(List.of(cell.get().compared()), List.of(other.get().compared()));
  }

  /** The row in which a cell stands, if it is in the grid. */
  public Optional<Integer> rowOf(String cell) {
    return IntStream.range(0, rows.size())
        .boxed()
        .filter(
            row ->
                cells.get(row).stream()
                    .flatMap(Optional::stream)
                    .anyMatch(c -> c.name().equals(cell)))
        .findFirst();
  }

  /** The column in which a cell stands; one after the last for a cell that is not in the grid. */
  public int columnOf(String cell) {
    return IntStream.range(0, columns.size())
        .filter(
            column ->
                cells.stream()
                    .flatMap(row -> row.get(column).stream())
                    .anyMatch(c -> c.name().equals(cell)))
        .findFirst()
        .orElse(columns.size());
  }
}
