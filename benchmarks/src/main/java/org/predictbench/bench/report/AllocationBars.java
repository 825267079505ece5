package org.predictbench.bench.report;

import java.util.List;
import org.predictbench.bench.chart.Bar;
import org.predictbench.bench.chart.BarChart;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Summary;

/** Client allocation of a call, one bar a cell. */
final class AllocationBars {
  private AllocationBars() {}

  static String html(Summary summary) {
    List<Bar> bars =
        summary.cells().stream()
            .filter(cell -> !cell.cell().kind().isServerAlone())
            .filter(cell -> !Double.isNaN(cell.allocBytesPerOp()))
            .map(cell -> bar(summary, cell))
            .toList();
    return bars.isEmpty()
        ? ""
        : Page.paragraph("Bytes a call, client side.")
            + new Figure(
                    "",
                    "Bytes a call, client side; the table of results has the numbers",
                    List.of(new BarChart(bars, "", Numbers::tickBytes)))
                .html();
  }

  private static Bar bar(Summary summary, CellSummary cell) {
    double bytes = cell.allocBytesPerOp();
    return new Bar(
        CellNames.of(summary.suite(), cell.cell()),
        List.of(new Bar.Part("", 0, bytes, Colour.BLUE, false, "")),
        Double.NaN,
        Double.NaN,
        Numbers.bytes(bytes),
        "",
        Colour.MUTED);
  }
}
