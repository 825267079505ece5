package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.predictbench.bench.chart.Axis;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.chart.HeatMap;
import org.predictbench.bench.chart.LineChart;
import org.predictbench.bench.chart.Mark;
import org.predictbench.bench.chart.Scale;
import org.predictbench.bench.chart.Stroke;
import org.predictbench.bench.shape.Grid;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;

/** Cells in rows and columns: coloured by their ratio, and what throughput costs in latency. */
final class GridPlots {
  private static final int HEIGHT = 380;

  /** A colour for each range of ratios; what lies beyond the last is in it too. */
  private enum Shade {
    FASTER_3(Colour.FASTER_3, 0, 0.5, "below 0.5 ×"),
    FASTER_2(Colour.FASTER_2, 0.5, 0.8, "0.5 to 0.8 ×"),
    FASTER_1(Colour.FASTER_1, 0.8, 1, "0.8 to 1 ×"),
    SLOWER_1(Colour.SLOWER_1, 1, 1.25, "1 to 1.25 ×"),
    SLOWER_2(Colour.SLOWER_2, 1.25, 2, "1.25 to 2 ×"),
    SLOWER_3(Colour.SLOWER_3, 2, Double.POSITIVE_INFINITY, "2 × and more");

    private final Colour colour;
    private final double from;
    private final double to;
    private final String words;

    Shade(Colour colour, double from, double to, String words) {
      this.colour = colour;
      this.from = from;
      this.to = to;
      this.words = words;
    }
  }

  private GridPlots() {}

  static Figure heatMap(Grid grid) {
    List<HeatMap.Meaning> key = new ArrayList<>();
    List<List<Optional<HeatMap.Tile>>> tiles = new ArrayList<>();
    for (int row = 0; row < grid.rows().size(); row++) {
      int at = row;
      tiles.add(
          IntStream.range(0, grid.columns().size())
              .mapToObj(column -> tile(grid, at, column))
              .toList());
    }
    for (Shade shade : Shade.values()) {
      key.add(new HeatMap.Meaning(shade.colour, shade.words));
    }
    key.add(3, new HeatMap.Meaning(Colour.SAME, "no difference shown, or the row compared with"));
    return new Figure(
        grid.suite().name() + ": p50, and the ratio to the first name's row",
        "p50 and ratio of each cell in rows and columns; the table below has the numbers",
        List.of(
            new HeatMap(
                grid.rows(),
                grid.columns(),
                tiles,
                "p50 of one call; ×: share of the time of “%s” in the same column, with its 95 %% interval"
                    .formatted(grid.rows().get(grid.base())),
                key)));
  }

  /** What the ratios here are to, and what those of the list of all cells are to. */
  static String note(Grid grid) {
    return "These ratios are to %s in the same column; those of all cells, below, are to one cell, `%s`."
        .formatted(Words.quoted(grid.rows().get(grid.base())), grid.suite().baseline());
  }

  private static Optional<HeatMap.Tile> tile(Grid grid, int row, int column) {
    if (!grid.has(row, column)) {
      return Optional.empty();
    }
    Optional<CellSummary> cell = grid.at(row, column);
    if (cell.isEmpty()) {
      return Optional.of(new HeatMap.Tile(Colour.SAME, List.of("FAILED"), ""));
    }
    List<String> lines = new ArrayList<>(List.of(Numbers.time(cell.get().p50().value())));
    Estimate ratio = grid.ratio(row, column);
    if (row != grid.base() && ratio.hasValue()) {
      lines.add(Numbers.three(ratio.value()) + " ×");
      if (ratio.hasInterval()) {
        lines.add("[%s, %s]".formatted(Numbers.three(ratio.low()), Numbers.three(ratio.high())));
      }
    }
    return Optional.of(
        new HeatMap.Tile(
            colour(ratio),
            lines,
            "%s, %s: p50 %s"
                .formatted(
                    grid.rows().get(row),
                    grid.columns().get(column),
                    Numbers.time(cell.get().p50()))));
  }

  private static Colour colour(Estimate ratio) {
    if (!ratio.hasInterval() || ratio.contains(1)) {
      return Colour.SAME;
    }
    for (Shade shade : Shade.values()) {
      if (ratio.value() >= shade.from && ratio.value() < shade.to) {
        return shade.colour;
      }
    }
    return Colour.SAME;
  }

  /** The same as a table, for where there are no colours. */
  static Table table(Grid grid) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("p50, ratio [95 % CI]"));
    header.addAll(grid.columns());
    rows.add(header);
    for (int row = 0; row < grid.rows().size(); row++) {
      List<String> line = new ArrayList<>(List.of(grid.rows().get(row)));
      for (int column = 0; column < grid.columns().size(); column++) {
        line.add(text(grid, row, column));
      }
      rows.add(line);
    }
    return Table.of(rows);
  }

  private static String text(Grid grid, int row, int column) {
    if (!grid.has(row, column)) {
      return Numbers.UNKNOWN;
    }
    Estimate ratio = grid.ratio(row, column);
    return grid.at(row, column)
        .map(
            cell ->
                Numbers.time(cell.p50().value())
                    + (row == grid.base() || !ratio.hasValue() ? "" : ", " + Numbers.ratio(ratio)))
        .orElse("FAILED");
  }

  /** Empty unless callers vary in at least two rows. */
  static Optional<Figure> throughput(Grid grid) {
    if (grid.by() != Grid.Varied.CALLERS) {
      return Optional.empty();
    }
    List<Mark.Line> lines = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    for (int row = 0; row < grid.rows().size(); row++) {
      Stroke stroke = Stroke.series(row);
      List<Mark.Point> points = new ArrayList<>();
      for (int column = 0; column < grid.columns().size(); column++) {
        Optional<CellSummary> cell = grid.at(row, column);
        if (cell.isPresent()) {
          Mark.Point point =
              new Mark.Point(Table.callsPerSecond(cell.get()), cell.get().p50().value());
          points.add(point);
          marks.add(
              new Mark.Dot(
                  point,
                  stroke.colour(),
                  false,
                  grid.rows().get(row) + ", " + grid.columns().get(column)));
          marks.add(new Mark.Word(point, Integer.toString(cell.get().cell().callers())));
        }
      }
      if (!points.isEmpty()) {
        lines.add(new Mark.Line(grid.rows().get(row), stroke, points));
      }
    }
    if (lines.stream().noneMatch(line -> line.points().size() > 1)) {
      return Optional.empty();
    }
    marks.addAll(0, lines);
    double[] rates =
        lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Mark.Point::x).toArray();
    return Optional.of(
        new Figure(
            grid.suite().name() + ": what throughput costs in latency",
            "p50 of one call over calls a second, a line a row; the table has the numbers",
            List.of(
                new LineChart(
                    "",
                    new Axis(
                        "calls a second; beside each dot its callers",
                        Scale.fromZero(rates),
                        Numbers::trimmed),
                    Axes.times("p50 of one call", lines),
                    marks,
                    HEIGHT))));
  }
}
