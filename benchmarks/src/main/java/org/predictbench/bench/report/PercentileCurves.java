package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Distribution;
import org.predictbench.bench.stats.Summary;

/**
 * Time over percentile, one line a cell, up to where its samples suffice. Both axes are
 * logarithmic: the horizontal one in the share of calls that are slower.
 */
final class PercentileCurves {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int LEFT = 62;
  private static final int RIGHT = 310;

  /** In letters, of a name that fits to the right. */
  private static final int LONGEST = 37;

  private static final int TOP = 14;
  private static final int BOTTOM = 40;
  private static final int LABEL = 17;
  private static final double[] TICKS = {0, 0.5, 0.9, 0.99, 0.999, 0.9999};

  private final Suite suite;
  private final List<Distribution> cells;
  private final double farthest;
  private final double low;
  private final double high;
  private final StringBuilder svg = new StringBuilder();

  PercentileCurves(Suite suite, List<Distribution> cells) {
    this.suite = suite;
    this.cells = cells.stream().filter(cell -> !cell.curve().isEmpty()).toList();
    this.farthest =
        this.cells.stream().mapToDouble(cell -> nines(last(cell).quantile())).max().orElse(1);
    this.low =
        this.cells.stream().mapToDouble(cell -> cell.curve().get(0).micros()).min().orElse(1)
            * 0.95;
    this.high =
        this.cells.stream().mapToDouble(cell -> last(cell).micros()).max().orElse(10) * 1.05;
  }

  String render() {
    if (cells.isEmpty()) {
      return "<p>Nothing was measured.</p>\n";
    }
    svg.append(Html.scrolling("Percentile curves"));
    add(
        "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Time of a call by"
            + " percentile, one line a cell; the table above has the numbers\">",
        WIDTH, HEIGHT);
    axes();
    for (int i = 0; i < cells.size(); i++) {
      line(i);
    }
    labels();
    return svg.append("</svg></div>\n").toString();
  }

  private void axes() {
    for (double tick : TICKS) {
      if (nines(tick) <= farthest) {
        add(
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%1$.1f\" y2=\"%d\"/>",
            x(tick), TOP, HEIGHT - BOTTOM);
        add(
            "<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            x(tick), HEIGHT - BOTTOM + 18, tick == 0 ? "min" : "p" + trimmed(100 * tick));
      }
    }
    for (double tick : ticks()) {
      add(
          "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%2$.1f\"/>",
          LEFT, y(tick), WIDTH - RIGHT);
      add(
          "<text class=\"axis\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 8, y(tick) + 4, Numbers.time(tick).replace(".00", ""));
    }
  }

  /** Round values within the range, so many that there are three at least. */
  private List<Double> ticks() {
    for (double[] digits : new double[][] {{1}, {1, 2, 5}, {1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9}}) {
      List<Double> ticks = new ArrayList<>();
      for (double power = 1e-3; power < 1e9; power *= 10) {
        for (double digit : digits) {
          if (digit * power >= low && digit * power <= high) {
            ticks.add(digit * power);
          }
        }
      }
      if (ticks.size() >= 3) {
        return ticks;
      }
    }
    return List.of(low, high);
  }

  private void line(int i) {
    StringBuilder points = new StringBuilder();
    for (Distribution.Point point : cells.get(i).curve()) {
      points.append(Html.format("%.1f,%.1f ", x(point.quantile()), y(point.micros())));
    }
    add(
        "<polyline class=\"curve %s\" style=\"--hue:%d\" points=\"%s\"><title>%s</title></polyline>",
        kind(cells.get(i)), hue(i), points.toString().strip(), step(cells.get(i)));
  }

  /** At the lines' ends, moved apart where they would cover each other. */
  private void labels() {
    List<Integer> byHeight = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      byHeight.add(i);
    }
    byHeight.sort(Comparator.comparingDouble(i -> y(last(cells.get(i)).micros())));
    double[] at = new double[cells.size()];
    double previous = Double.NEGATIVE_INFINITY;
    for (int i : byHeight) {
      at[i] = Math.max(y(last(cells.get(i)).micros()), previous + LABEL);
      previous = at[i];
    }
    double next = HEIGHT - BOTTOM;
    for (int k = byHeight.size() - 1; k >= 0; k--) {
      int i = byHeight.get(k);
      at[i] = Math.min(at[i], next);
      next = at[i] - LABEL;
      Distribution.Point end = last(cells.get(i));
      double x = WIDTH - RIGHT + 16;
      add(
          "<path class=\"leader\" style=\"--hue:%d\" d=\"M%.1f %.1fL%.1f %.1f\"/>",
          hue(i), x(end.quantile()) + 3, y(end.micros()), x, at[i]);
      add(
          "<path class=\"swatch\" style=\"--hue:%d\" d=\"M%.1f %.1fh10\"/>"
              + "<text class=\"name\" x=\"%.1f\" y=\"%.1f\"%s>%s</text>",
          hue(i), x + 2, at[i], x + 19, at[i] + 4, fitting(cells.get(i)), step(cells.get(i)));
    }
  }

  /** Squeezes a name for which there is no room. */
  private static String fitting(Distribution cell) {
    return cell.cell().step().length() > LONGEST
        ? " textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\"".formatted(RIGHT - 40)
        : "";
  }

  private String kind(Distribution cell) {
    if (cell.cell().name().equals(suite.control())) {
      return "dashed";
    }
    return Summary.isStep(suite, cell.cell()) ? "" : "dotted";
  }

  /** From red over green to violet in the order of the cells, which is that of the story. */
  private int hue(int i) {
    return cells.size() == 1 ? 215 : 10 + 280 * i / (cells.size() - 1);
  }

  private static String step(Distribution cell) {
    return Html.escaped(cell.cell().step());
  }

  private static Distribution.Point last(Distribution cell) {
    return cell.curve().get(cell.curve().size() - 1);
  }

  private static double nines(double quantile) {
    return -Math.log10(1 - quantile);
  }

  private static String trimmed(double number) {
    return Html.format("%.2f", number).replaceFirst("\\.?0+$", "");
  }

  private double x(double quantile) {
    return LEFT + (WIDTH - LEFT - RIGHT) * nines(quantile) / farthest;
  }

  private double y(double micros) {
    return HEIGHT
        - BOTTOM
        - (HEIGHT - BOTTOM - TOP) * Math.log(micros / low) / Math.log(high / low);
  }

  private void add(String format, Object... values) {
    svg.append(Html.format(format, values)).append('\n');
  }
}
