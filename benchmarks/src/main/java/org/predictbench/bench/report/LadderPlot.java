package org.predictbench.bench.report;

import java.util.List;
import java.util.Locale;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/**
 * {@code plots/ladder.svg}: one bar per cell, as long as its p50, with the 95 % interval as
 * whisker.
 *
 * <p>Written by hand: chart libraries offer no horizontal bars with asymmetric whiskers, and lay
 * out by the fonts of the machine, which would make the file differ from one machine to the next.
 */
final class LadderPlot {
  private static final int BARS = 500;
  private static final int SHORTEST_LEFT = 230;
  private static final double LABEL_CHARACTER = 7.4;
  private static final int RIGHT = 170;
  private static final int TOP = 60;
  private static final int ROW = 34;
  private static final int BAR = 20;
  private static final int TICKS = 5;

  private final StringBuilder svg = new StringBuilder();
  private final Summary summary;
  private final double longest;
  private final int left;

  private LadderPlot(Summary summary) {
    this.summary = summary;
    this.longest =
        summary.cells().stream()
            .filter(CellSummary::ok)
            .mapToDouble(cell -> cell.p50().hasInterval() ? cell.p50().high() : cell.p50().value())
            .max()
            .orElse(1);
    int label =
        summary.cells().stream().mapToInt(cell -> cell.cell().step().length()).max().orElse(0);
    this.left = Math.max(SHORTEST_LEFT, (int) Math.ceil(label * LABEL_CHARACTER) + 20);
  }

  static String render(Summary summary) {
    return new LadderPlot(summary).render();
  }

  private String render() {
    int bottom = TOP + ROW * summary.cells().size();
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"13\">",
        left + BARS + RIGHT, bottom + 50, left + BARS + RIGHT, bottom + 50);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    add(
        "<text x=\"20\" y=\"28\" font-size=\"16\" font-weight=\"bold\">%s</text>",
        escaped(summary.suite().name() + ": p50 of one call, " + summary.suite().model()));
    axis(bottom);
    List<CellSummary> cells = summary.cells();
    for (int i = 0; i < cells.size(); i++) {
      row(cells.get(i), TOP + ROW * i);
    }
    add(
        "<text x=\"%d\" y=\"%d\" fill=\"#555555\" font-size=\"12\">%s</text>",
        left,
        bottom + 40,
        "whisker: 95 % interval over rounds; in brackets: ratio to the baseline");
    add("</svg>");
    return svg.toString();
  }

  private void axis(int bottom) {
    double step = niceStep(longest / TICKS);
    for (int i = 0; i * step <= longest; i++) {
      double x = x(i * step);
      add(
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>",
          x, TOP - 6, x, bottom);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s</text>",
          x, bottom + 18, i == 0 ? "0" : Numbers.time(i * step));
    }
  }

  private void row(CellSummary cell, int top) {
    double middle = top + ROW / 2.0;
    add(
        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
        left - 10, middle + 4.5, escaped(cell.cell().step()));
    if (!cell.ok()) {
      add("<text x=\"%d\" y=\"%.1f\" fill=\"#b00020\">FAILED</text>", left + 6, middle + 4.5);
      return;
    }
    Estimate p50 = cell.p50();
    add(
        "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        left, middle - BAR / 2.0, x(p50.value()) - left, BAR, colour(cell));
    double end = x(p50.value());
    if (p50.hasInterval()) {
      end = x(p50.high());
      add(
          "<path d=\"M%.1f %.1fV%.1fM%.1f %.1fH%.1fM%.1f %.1fV%.1f\" stroke=\"#222222\""
              + " stroke-width=\"1.5\" fill=\"none\"/>",
          x(p50.low()),
          middle - 5,
          middle + 5,
          x(p50.low()),
          middle,
          end,
          end,
          middle - 5,
          middle + 5);
    }
    add(
        "<text x=\"%.1f\" y=\"%.1f\">%s (%s)</text>",
        end + 8, middle + 4.5, Numbers.time(p50.value()), Numbers.ratio(cell.ratio().value()));
  }

  private String colour(CellSummary cell) {
    if (cell.cell().kind().isServerAlone()) {
      return "#8da0b3";
    }
    return Summary.isStep(summary.suite(), cell.cell()) ? "#3b7dd8" : "#c9c9c9";
  }

  private double x(double micros) {
    return left + BARS * micros / longest;
  }

  /** The smallest of 1, 2, 5 times a power of ten that is at least {@code step}. */
  private static double niceStep(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= step) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
