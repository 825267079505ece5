package org.predictbench.bench.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.predictbench.bench.stats.Distribution;

/**
 * A small plot for each cell: its rounds in the order of time, as shares of the cell's own median
 * round. A drift of the machine shows as the same slope in all of them.
 */
final class RoundSpread {
  private static final int WIDTH = 260;
  private static final int HEIGHT = 130;
  private static final int LEFT = 56;
  private static final int BOTTOM = 20;
  private static final int TOP = 8;
  private static final double WIDEST = 1.6;

  private final List<Distribution> cells;
  private final double low;
  private final double high;

  RoundSpread(List<Distribution> cells) {
    this.cells = cells;
    // A single wild round would flatten all others.
    this.low = Math.max(1 / WIDEST, Math.min(0.95, shares().min().orElse(0.95)));
    this.high = Math.min(WIDEST, Math.max(1.05, shares().max().orElse(1.05)));
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

  private static double middle(Distribution cell) {
    double[] medians =
        cell.rounds().stream().mapToDouble(Distribution.Round::p50).sorted().toArray();
    int n = medians.length;
    return (medians[(n - 1) / 2] + medians[n / 2]) / 2;
  }

  String render() {
    StringBuilder html = new StringBuilder("<div class=\"panels\">\n");
    cells.forEach(cell -> html.append(panel(cell)));
    return html.append("</div>\n").toString();
  }

  private String panel(Distribution cell) {
    double middle = middle(cell);
    StringBuilder svg = new StringBuilder();
    svg.append(
        Html.format(
            "<figure><figcaption>%s</figcaption><svg class=\"plot\" viewBox=\"0 0 %d %d\""
                + " role=\"img\" aria-label=\"p50 by round: %s\">",
            Html.escaped(cell.cell().step()), WIDTH, HEIGHT, told(cell)));
    for (double tick : ticks()) {
      if (tick >= low && tick <= high) {
        svg.append(
            Html.format(
                "<line class=\"%s\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%3$.1f\"/>"
                    + "<text class=\"axis\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                tick == 1 ? "middle" : "grid",
                LEFT,
                y(tick),
                WIDTH - 4,
                LEFT - 6,
                y(tick) + 4,
                tick == 1 ? Numbers.time(middle) : Html.format("%+.0f %%", 100 * (tick - 1))));
      }
    }
    StringBuilder path = new StringBuilder();
    int n = cell.rounds().size();
    for (int i = 0; i < n; i++) {
      Distribution.Round round = cell.rounds().get(i);
      double x = x(i, n);
      path.append(i == 0 ? "M" : "L").append(Html.format("%.1f %.1f", x, y(round.p50() / middle)));
      svg.append(
          Html.format(
              "<g><title>round %d: p50 %s, half of calls %s to %s</title>"
                  + "<path class=\"thin\" d=\"M%.1f %.1fV%.1f\"/><path class=\"thick\" d=\"M%5$.1f"
                  + " %8$.1fV%9$.1f\"/><circle class=\"dot\" cx=\"%5$.1f\" cy=\"%10$.1f\" r=\"4\"/></g>",
              round.round(),
              Numbers.time(round.p50()),
              Numbers.time(round.p25()),
              Numbers.time(round.p75()),
              x,
              y(round.p10() / middle),
              y(round.p90() / middle),
              y(round.p25() / middle),
              y(round.p75() / middle),
              y(round.p50() / middle)));
      if (n <= 12 || i == 0 || i == n - 1) {
        svg.append(
            Html.format(
                "<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                x, HEIGHT - 4, round.round()));
      }
    }
    svg.append("<path class=\"trend\" d=\"").append(path).append("\"/></svg></figure>\n");
    return svg.toString();
  }

  private double[] ticks() {
    double widest = Math.max(high - 1, 1 - low);
    double step = widest > 0.3 ? 0.2 : widest > 0.12 ? 0.1 : widest > 0.06 ? 0.05 : 0.02;
    return new double[] {1 - 2 * step, 1 - step, 1, 1 + step, 1 + 2 * step};
  }

  private static String told(Distribution cell) {
    return String.join(
        ", ", cell.rounds().stream().map(round -> Numbers.time(round.p50())).toList());
  }

  private static double x(int i, int n) {
    double room = WIDTH - LEFT - 4;
    return LEFT + room * (i + 0.5) / n;
  }

  private double y(double share) {
    double inside = Math.max(low, Math.min(high, share));
    return HEIGHT
        - BOTTOM
        - (HEIGHT - BOTTOM - TOP) * Math.log(inside / low) / Math.log(high / low);
  }
}
