package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.predictbench.bench.result.Footprint;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.shape.Grid;
import org.predictbench.bench.shape.Ladder;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/**
 * The result table, for Markdown and for terminals: the first column left, all others right.
 * Columns that hold nothing but dashes are left out.
 */
public final class Table {
  private static final List<String> HEADER =
      List.of(
          "step",
          "p50 [95 % CI]",
          "mean",
          "p90",
          "p99",
          "p99.9",
          "alloc/op",
          "CPU/op",
          "ratio [95 % CI]",
          "to previous step",
          "status");
  private static final int RATIO = HEADER.indexOf("ratio [95 % CI]");

  private final List<List<String>> rows;
  private final String alignment;

  private Table(List<List<String>> rows) {
    this(withoutEmptyColumns(rows), " ---: |");
  }

  /** A column that is a dash in every row says nothing. */
  private static List<List<String>> withoutEmptyColumns(List<List<String>> rows) {
    List<Integer> kept =
        IntStream.range(0, rows.get(0).size())
            .filter(
                c ->
                    rows.size() == 1
                        || rows.stream()
                            .skip(1)
                            .anyMatch(row -> !row.get(c).equals(Numbers.UNKNOWN)))
            .boxed()
            .toList();
    return rows.stream().map(row -> kept.stream().map(row::get).toList()).toList();
  }

  private Table(List<List<String>> rows, String alignment) {
    this.rows = List.copyOf(rows);
    this.alignment = alignment;
  }

  /** The same in Markdown with all columns to the left, for words rather than numbers. */
  public Table leftAligned() {
    return new Table(rows, " --- |");
  }

  /** A table of any rows, of which the first is the header; all have the same length. */
  public static Table of(List<List<String>> rows) {
    return new Table(rows);
  }

  /** The cells of a run, with their 95 % intervals. */
  public static Table of(Summary summary) {
    boolean callers = summary.cells().stream().anyMatch(cell -> cell.cell().callers() > 1);
    boolean footprints = summary.cells().stream().anyMatch(cell -> cell.footprint() != null);
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    Set<String> together = summary.shownTogether();
    List<CellSummary> cells = inOrder(summary);
    for (CellSummary cell : cells) {
      boolean step = Ladder.isStep(summary.suite(), cell.cell());
      rows.add(
          figures(cell, step ? change(cell, together.contains(cell.name())) : Numbers.UNKNOWN));
    }
    if (cells.stream().anyMatch(Table::hasJvm)) {
      insert(rows, RATIO, List.of("GCs/1,000", "pause/op", "client RSS"), cells, Table::memory);
    }
    if (cells.stream().anyMatch(cell -> !Double.isNaN(cell.pinsPerOp()))) {
      insert(rows, RATIO, List.of("pins/1,000", "pinned/op"), cells, Table::pins);
    }
    if (footprints) {
      insert(rows, RATIO, List.of("classes", "jar bytes"), cells, Table::footprint);
    }
    if (callers) {
      insert(rows, 1, List.of("callers", "calls/s"), cells, Table::callers);
    }
    return new Table(rows);
  }

  /** As the suite has them, but where they have columns, one column after the other. */
  private static List<CellSummary> inOrder(Summary summary) {
    Suite suite = summary.suite();
    return Grid.of(summary)
        .map(
            grid ->
                summary.cells().stream()
                    .sorted(
                        Comparator.comparingInt(
                            (CellSummary cell) ->
                                grid.columnOf(
                                    cell.name().equals(suite.control())
                                        ? suite.baseline()
                                        : cell.name())))
                    .toList())
        .orElse(summary.cells());
  }

  /** The cells of a run for a terminal, after their rows and columns where they have such. */
  public static String terminal(Summary summary) {
    String cells = of(summary).terminal();
    return Grid.of(summary).map(g -> GridPlots.table(g).terminal() + "\n").orElse("") + cells;
  }

  /** The same in Markdown. */
  public static String markdown(Summary summary) {
    String cells = of(summary).markdown();
    return Grid.of(summary).map(g -> GridPlots.table(g).markdown() + "\n").orElse("") + cells;
  }

  /** Columns that only some suites have. */
  private static void insert(
      List<List<String>> rows,
      int column,
      List<String> header,
      List<CellSummary> cells,
      Function<CellSummary, List<String>> values) {
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = new ArrayList<>(rows.get(i));
      row.addAll(column, i == 0 ? header : values.apply(cells.get(i - 1)));
      rows.set(i, row);
    }
  }

  private static List<String> callers(CellSummary cell) {
    // Callers in a closed loop: each makes its next call when it has its answer.
    return List.of(
        Integer.toString(cell.cell().callers()),
        cell.ok() ? Numbers.three(callsPerSecond(cell)) : Numbers.UNKNOWN);
  }

  /** Of all callers together, NaN if nothing was measured. */
  static double callsPerSecond(CellSummary cell) {
    return cell.cell().callers() * 1e6 / cell.mean().value();
  }

  /** Where JVMs are compared, what their collectors do is. */
  private static boolean hasJvm(CellSummary cell) {
    return !cell.cell().jvm().isOurs();
  }

  private static List<String> memory(CellSummary cell) {
    return List.of(
        Double.isNaN(cell.pausesPerOp())
            ? Numbers.UNKNOWN
            : Numbers.three(1000 * cell.pausesPerOp()),
        Numbers.time(cell.pauseMicrosPerOp()),
        Numbers.bytes(cell.clientPeakRssBytes()));
  }

  /** Of virtual threads, where a cell has such. */
  private static List<String> pins(CellSummary cell) {
    return Double.isNaN(cell.pinsPerOp())
        ? List.of(Numbers.UNKNOWN, Numbers.UNKNOWN)
        : List.of(Numbers.three(1000 * cell.pinsPerOp()), Numbers.time(cell.pinMicrosPerOp()));
  }

  private static List<String> footprint(CellSummary cell) {
    Footprint footprint = cell.footprint();
    return footprint == null
        ? List.of(Numbers.UNKNOWN, Numbers.UNKNOWN)
        : List.of(Long.toString(footprint.classes()), Numbers.bytes((double) footprint.jarBytes()));
  }

  private static List<String> figures(CellSummary cell, String change) {
    return List.of(
        cell.cell().step(),
        Numbers.time(cell.p50()),
        Numbers.time(cell.mean().value()),
        Numbers.time(cell.p90().value()),
        Numbers.time(cell.p99().value()),
        Numbers.time(cell.p999().value()),
        Numbers.bytes(cell.allocBytesPerOp()),
        Numbers.time(cell.cpuMicrosPerOp()),
        Numbers.ratio(cell.ratio()),
        change,
        cell.failedRounds() > 0 && cell.ok()
            ? "OK, " + cell.failedRounds() + " failed"
            : cell.status().name());
  }

  /** A step's ratio; where nothing is shown, or not among so many steps, a mark says so. */
  private static String change(CellSummary cell, boolean shownTogether) {
    Estimate ratio = cell.stepRatio();
    if (!ratio.hasInterval() || shownTogether) {
      return Numbers.ratio(ratio);
    }
    return Numbers.ratio(ratio)
        + (ratio.contains(1) ? " ~ " + Numbers.percent(cell.detectableStep()) : " °");
  }

  /** The header, then all others. */
  List<List<String>> rows() {
    return rows;
  }

  /** As a GitHub-flavoured Markdown table. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(
          row.stream()
              .map(text -> text.replace("|", "\\|"))
              .collect(Collectors.joining(" | ", "| ", " |")));
    }
    lines.add(1, "| --- |" + alignment.repeat(rows.get(0).size() - 1));
    return String.join("\n", lines) + "\n";
  }

  /** Aligned with spaces. */
  public String terminal() {
    int columns = rows.get(0).size();
    int[] widths =
        IntStream.range(0, columns)
            .map(c -> rows.stream().mapToInt(row -> length(row.get(c))).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      String line =
          IntStream.range(0, columns)
              .mapToObj(c -> pad(row.get(c), widths[c], c > 0))
              .collect(Collectors.joining("  "));
      text.append(line.stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String pad(String text, int width, boolean right) {
    String space = " ".repeat(width - length(text));
    return right ? space + text : text + space;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
