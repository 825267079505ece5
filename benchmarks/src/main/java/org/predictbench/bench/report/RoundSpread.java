package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.predictbench.bench.chart.Axis;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.chart.LineChart;
import org.predictbench.bench.chart.Mark;
import org.predictbench.bench.chart.Scale;
import org.predictbench.bench.chart.Stroke;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Distribution;

/**
 * A small plot for each cell: its rounds in the order of time, as shares of the cell's own median
 * round. A drift of the machine shows as the same slope in all of them.
 */
final class RoundSpread {
  private static final int WIDTH = 260;
  private static final int HEIGHT = 96;
  private static final double WIDEST = 1.6;

  private final Suite suite;
  private final List<Distribution> cells;
  private final Scale scale;

  RoundSpread(Suite suite, List<Distribution> cells) {
    this.suite = suite;
    this.cells = cells;
    // A single wild round would flatten all others.
    double low = Math.max(1 / WIDEST, Math.min(0.95, shares().min().orElse(0.95)));
    double high = Math.min(WIDEST, Math.max(1.05, shares().max().orElse(1.05)));
    this.scale = Scale.logarithmicBetween(low, high).withTicks(ticks(Math.max(high - 1, 1 - low)));
  }

  private DoubleStream shares() {
    return cells.stream()
        .flatMapToDouble(
            cell ->
                cell.rounds().stream()
                    .flatMapToDouble(
                        round ->
                            DoubleStream.of(
                                round.p25() / middle(cell), round.p75() / middle(cell))));
  }

  private static List<Double> ticks(double widest) {
    double step = widest > 0.3 ? 0.2 : widest > 0.12 ? 0.1 : widest > 0.06 ? 0.05 : 0.02;
    return List.of(1 - 2 * step, 1 - step, 1., 1 + step, 1 + 2 * step);
  }

  private static double middle(Distribution cell) {
    double[] medians =
        cell.rounds().stream().mapToDouble(Distribution.Round::p50).sorted().toArray();
    int n = medians.length;
    return (medians[(n - 1) / 2] + medians[n / 2]) / 2;
  }

  String html() {
    StringBuilder html = new StringBuilder("<div class=\"panels\">\n");
    for (Distribution cell : cells) {
      String name = CellNames.of(suite, cell.cell());
      html.append("<figure><figcaption>%s</figcaption>".formatted(Html.escaped(name)))
          .append(new Figure("", "p50 by round: " + told(cell), List.of(panel(cell))).html(WIDTH))
          .append("</figure>\n");
    }
    return html.append("</div>\n").toString();
  }

  private LineChart panel(Distribution cell) {
    double middle = middle(cell);
    List<Distribution.Round> rounds = cell.rounds();
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Limit("", 1, new Stroke(Colour.GREY_LIGHT, Stroke.Dash.DOTTED)));
    List<Mark.Point> trend = new ArrayList<>();
    List<Mark> dots = new ArrayList<>();
    for (int i = 0; i < rounds.size(); i++) {
      Distribution.Round round = rounds.get(i);
      Mark.Point p50 = new Mark.Point(i, round.p50() / middle);
      marks.add(interval(i, round.p10() / middle, round.p90() / middle, false));
      marks.add(interval(i, round.p25() / middle, round.p75() / middle, true));
      trend.add(p50);
      dots.add(
          new Mark.Dot(
              p50,
              Colour.BLUE,
              false,
              "round %d: p50 %s, half of calls %s to %s"
                  .formatted(
                      round.round(),
                      Numbers.time(round.p50()),
                      Numbers.time(round.p25()),
                      Numbers.time(round.p75()))));
    }
    marks.add(new Mark.Line("", Stroke.solid(Colour.BLUE), trend));
    marks.addAll(dots);
    return new LineChart(
        "",
        new Axis(
            "",
            Scale.category(rounds.size()),
            i -> Integer.toString(rounds.get((int) Math.round(i)).round())),
        new Axis(
            "",
            scale,
            tick -> tick == 1 ? Numbers.time(middle) : Html.format("%+.0f %%", 100 * (tick - 1))),
        marks,
        HEIGHT);
  }

  private static Mark interval(int i, double low, double high, boolean thick) {
    return new Mark.Interval(i, low, high, Colour.BLUE, thick);
  }

  private static String told(Distribution cell) {
    return String.join(
        ", ", cell.rounds().stream().map(round -> Numbers.time(round.p50())).toList());
  }
}
