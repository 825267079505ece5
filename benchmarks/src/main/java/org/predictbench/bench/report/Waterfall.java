package org.predictbench.bench.report;

import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/**
 * The cells as bars; one that is a step from the cell before it, as its name's leading plus says,
 * shows what the step took away or added. In HTML rather than SVG, so that it fits any width.
 */
final class Waterfall {
  private final Summary summary;
  private final double longest;

  Waterfall(Summary summary) {
    this.summary = summary;
    this.longest =
        summary.cells().stream()
            .filter(CellSummary::ok)
            .mapToDouble(cell -> end(cell.p50()))
            .max()
            .orElse(1);
  }

  private static double end(Estimate p50) {
    return p50.hasInterval() ? p50.high() : p50.value();
  }

  String render() {
    StringBuilder html = new StringBuilder("<ol class=\"bars\">\n");
    CellSummary previous = null;
    for (CellSummary cell : summary.cells()) {
      boolean step = Summary.isStep(summary.suite(), cell.cell());
      html.append(row(cell, step && isIncrement(cell) ? previous : null));
      previous = step && cell.ok() ? cell : previous;
    }
    return html.append("</ol>\n").toString();
  }

  static boolean isIncrement(CellSummary cell) {
    return cell.cell().step().startsWith("+");
  }

  private String row(CellSummary cell, CellSummary before) {
    String label =
        "<li><span class=\"label\">%s</span>".formatted(Html.escaped(cell.cell().step()));
    if (!cell.ok()) {
      return label + "<span class=\"track\"></span><span class=\"value bad\">FAILED</span></li>\n";
    }
    double value = cell.p50().value();
    StringBuilder track = new StringBuilder();
    if (before == null) {
      track.append(bar(kind(cell), 0, value));
    } else {
      double from = before.p50().value();
      track.append(bar("rest", 0, Math.min(from, value)));
      track.append(bar(change(cell), Math.min(from, value), Math.max(from, value)));
    }
    if (cell.p50().hasInterval()) {
      track.append(bar("whisker", cell.p50().low(), cell.p50().high()));
    }
    return label
        + "<span class=\"track\">%s</span><span class=\"value\">%s %s</span></li>\n"
            .formatted(track, Numbers.time(value), change(cell, before));
  }

  private String kind(CellSummary cell) {
    if (cell.name().equals(summary.suite().control())) {
      return "control";
    }
    return cell.cell().kind().hasVariant() ? "total" : "floor";
  }

  private static String change(CellSummary cell) {
    Estimate ratio = cell.stepRatio();
    if (!ratio.hasInterval() || ratio.contains(1)) {
      return "open";
    }
    return ratio.value() < 1 ? "gain" : "loss";
  }

  private static String change(CellSummary cell, CellSummary before) {
    if (before == null || !cell.stepRatio().hasValue()) {
      return "<small>× %s</small>".formatted(Numbers.ratio(cell.ratio().value()));
    }
    String kind = change(cell);
    String percent =
        Html.format("%+.1f %%", 100 * (cell.stepRatio().value() - 1)).replace('-', '−');
    // By word as well as by colour.
    return "<small class=\"%s\">%s%s</small>"
        .formatted(kind, percent, kind.equals("open") ? ", not shown" : "");
  }

  private String bar(String kind, double from, double to) {
    return Html.format(
        "<i class=\"%s\" style=\"left:%.2f%%;width:%.2f%%\"></i>",
        kind, 100 * from / longest, 100 * (to - from) / longest);
  }

  /** Client allocation of a call, one bar a cell. */
  static String allocation(Summary summary) {
    double most =
        summary.cells().stream()
            .mapToDouble(CellSummary::allocBytesPerOp)
            .filter(bytes -> !Double.isNaN(bytes))
            .max()
            .orElse(Double.NaN);
    StringBuilder html = new StringBuilder("<ol class=\"bars\">\n");
    for (CellSummary cell : summary.cells()) {
      if (!cell.cell().kind().isServerAlone() && !Double.isNaN(cell.allocBytesPerOp())) {
        html.append(
            Html.format(
                "<li><span class=\"label\">%s</span><span class=\"track\"><i class=\"total\""
                    + " style=\"left:0;width:%.2f%%\"></i></span><span class=\"value\">%s</span></li>%n",
                Html.escaped(cell.cell().step()),
                100 * cell.allocBytesPerOp() / most,
                Numbers.bytes(cell.allocBytesPerOp())));
      }
    }
    return Double.isNaN(most) ? "<p>Not measured.</p>\n" : html.append("</ol>\n").toString();
  }
}
