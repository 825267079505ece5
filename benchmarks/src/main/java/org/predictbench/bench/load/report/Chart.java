package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/**
 * Lines over a common axis as SVG, by hand for the reasons that {@code report.LadderPlot} has: the
 * same bytes on every machine.
 */
final class Chart {
  private static final int WIDTH = 760;
  private static final int LEFT = 90;
  private static final int RIGHT = 190;
  private static final int TOP = 44;
  private static final int BOTTOM = 48;
  private static final List<String> COLOURS =
      List.of("#3b7dd8", "#d8703b", "#3a9d5d", "#8a5bc7", "#777777", "#c2a21c");

  /** A curve; points that are NaN leave a gap. */
  record Series(String name, List<double[]> points, boolean marks) {
    Series(String name, List<double[]> points) {
      this(name, points, false);
    }
  }

  /** How one axis counts. */
  record Axis(String label, boolean logarithmic, DoubleFunction<String> text) {}

  private final StringBuilder svg = new StringBuilder();
  private final Axis across;
  private final Axis up;
  private final int height;
  private final double[] xRange;
  private final double[] yRange;

  private Chart(Axis across, Axis up, List<Series> series, List<Double> limits, int height) {
    this.across = across;
    this.up = up;
    this.height = height;
    this.xRange = range(across, series.stream().flatMap(s -> s.points().stream()).map(p -> p[0]));
    this.yRange =
        range(
            up,
            Stream.concat(
                limits.stream(), series.stream().flatMap(s -> s.points().stream()).map(p -> p[1])));
  }

  /** One chart as a whole document. */
  static String render(
      String title, Axis across, Axis up, List<Series> series, List<Double> limits) {
    return document(List.of(panel(title, across, up, series, limits, 380)), 380);
  }

  /** Charts one above the other, all of one height. */
  static String document(List<String> panels, int height) {
    StringBuilder text = new StringBuilder();
    int total = height * panels.size();
    text.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\""
                + " height=\"100%%\" fill=\"#ffffff\"/>%n",
            WIDTH,
            total,
            WIDTH,
            total));
    for (int i = 0; i < panels.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "<g transform=\"translate(0 %d)\">%n%s</g>%n",
              i * height,
              panels.get(i)));
    }
    return text.append("</svg>\n").toString();
  }

  /**
   * One chart to be put into a document.
   *
   * @param limits horizontal lines, dashed
   */
  static String panel(
      String title, Axis across, Axis up, List<Series> series, List<Double> limits, int height) {
    Chart chart = new Chart(across, up, series, limits, height);
    chart.frame(title);
    limits.forEach(chart::limit);
    for (int i = 0; i < series.size(); i++) {
      chart.line(series.get(i), COLOURS.get(i % COLOURS.size()), i);
    }
    return chart.svg.toString();
  }

  private void frame(String title) {
    add("<text x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"bold\">%s</text>", escaped(title));
    for (double tick : ticks(across, xRange)) {
      double x = x(tick);
      add(
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>",
          x, TOP, x, height - BOTTOM);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s</text>",
          x, height - BOTTOM + 16, escaped(across.text().apply(tick)));
    }
    for (double tick : ticks(up, yRange)) {
      double y = y(tick);
      add(
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
          LEFT, y, WIDTH - RIGHT, y);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555555\">%s</text>",
          LEFT - 6, y + 4, escaped(up.text().apply(tick)));
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2, height - BOTTOM + 34, escaped(across.label()));
    add(
        "<text x=\"14\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\" transform=\"rotate(-90 14"
            + " %d)\">%s</text>",
        (TOP + height - BOTTOM) / 2, (TOP + height - BOTTOM) / 2, escaped(up.label()));
  }

  private void limit(double value) {
    add(
        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#b00020\""
            + " stroke-dasharray=\"5 4\"/>",
        LEFT, y(value), WIDTH - RIGHT, y(value));
  }

  private void line(Series series, String colour, int index) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (double[] point : series.points()) {
      if (drawable(across, point[0]) && drawable(up, point[1])) {
        path.append(
            String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(point[0]), y(point[1])));
        if (series.marks()) {
          add(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
              x(point[0]), y(point[1]), colour);
        }
        pen = true;
      } else {
        pen = false;
      }
    }
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"/>",
        path.isEmpty() ? "M0 0" : path, colour);
    int y = TOP + 8 + index * 18;
    add(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>",
        WIDTH - RIGHT + 12, y - 4, WIDTH - RIGHT + 30, y - 4, colour);
    add("<text x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT + 36, y, escaped(series.name()));
  }

  private double x(double value) {
    return LEFT + (WIDTH - RIGHT - LEFT) * along(across, xRange, value);
  }

  private double y(double value) {
    return height - BOTTOM - (height - BOTTOM - TOP) * along(up, yRange, value);
  }

  private static double along(Axis axis, double[] range, double value) {
    return axis.logarithmic()
        ? Math.log(value / range[0]) / Math.log(range[1] / range[0])
        : (value - range[0]) / (range[1] - range[0]);
  }

  private static boolean drawable(Axis axis, double value) {
    return Double.isFinite(value) && (!axis.logarithmic() || value > 0);
  }

  private static double[] range(Axis axis, Stream<Double> values) {
    double[] known =
        values.mapToDouble(v -> v).filter(value -> drawable(axis, value)).sorted().toArray();
    if (known.length == 0) {
      return new double[] {1, 10};
    }
    double low = known[0];
    double high = known[known.length - 1];
    if (axis.logarithmic()) {
      double floor = Math.pow(10, Math.floor(Math.log10(low) + 1e-9));
      double ceiling = Math.pow(10, Math.ceil(Math.log10(high) - 1e-9));
      return new double[] {floor, ceiling > floor ? ceiling : floor * 10};
    }
    return new double[] {0, high > 0 ? high * 1.05 : 1};
  }

  private static List<Double> ticks(Axis axis, double[] range) {
    List<Double> ticks = new ArrayList<>();
    if (axis.logarithmic()) {
      for (double tick = range[0]; tick <= range[1] * 1.001; tick *= 10) {
        ticks.add(tick);
      }
      return ticks;
    }
    double power = Math.pow(10, Math.floor(Math.log10(range[1] / 5)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = factor * power;
      if (range[1] / step <= 6) {
        break;
      }
    }
    for (int i = 0; i * step <= range[1]; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
