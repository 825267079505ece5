package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.chart.LineChart;
import org.predictbench.bench.chart.Mark;
import org.predictbench.bench.chart.Stroke;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Distribution;

/**
 * Time over percentile, one line a cell, up to where its samples suffice. Both axes are
 * logarithmic: the horizontal one in the share of calls that are slower.
 */
final class PercentileCurves {
  private static final int HEIGHT = 360;

  private PercentileCurves() {}

  static String html(Suite suite, List<Distribution> spread) {
    List<Distribution> cells = spread.stream().filter(cell -> !cell.curve().isEmpty()).toList();
    if (cells.isEmpty()) {
      return "<p>Nothing was measured.</p>\n";
    }
    List<Mark.Line> lines = new ArrayList<>();
    int others = 0;
    for (Distribution cell : cells) {
      List<Mark.Point> points =
          cell.curve().stream()
              .map(point -> new Mark.Point(1 / (1 - point.quantile()), point.micros()))
              .toList();
      boolean control = cell.cell().name().equals(suite.control());
      lines.add(
          new Mark.Line(
              CellNames.of(suite, cell.cell()),
              control ? new Stroke(Colour.GREY, Stroke.Dash.DASHED) : Stroke.series(others),
              points));
      others += control ? 0 : 1;
    }
    return new Figure(
            "",
            "Time of a call by percentile, one line a cell; the table below has the numbers",
            List.of(
                new LineChart(
                    "",
                    Axes.percentiles(lines),
                    Axes.times("time of a call", lines),
                    List.copyOf(lines),
                    HEIGHT)))
        .html();
  }
}
