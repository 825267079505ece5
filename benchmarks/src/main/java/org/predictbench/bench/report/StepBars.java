package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.chart.Bar;
import org.predictbench.bench.chart.BarChart;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.shape.Ladder;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/**
 * The cells' p50 as bars; one that is a step from the cell before it, as its name's leading plus
 * says, shows what the step took away or added.
 */
final class StepBars {
  private static final String AXIS = "p50 of one call; whisker: 95 % interval over rounds; ";

  private StepBars() {}

  static Figure of(Summary summary) {
    List<Bar> bars = new ArrayList<>();
    CellSummary previous = null;
    for (CellSummary cell : summary.cells()) {
      boolean step = Summary.isStep(summary.suite(), cell.cell());
      bars.add(bar(summary, cell, Ladder.isStep(summary.suite(), cell.cell()) ? previous : null));
      previous = step && cell.ok() ? cell : previous;
    }
    boolean steps = Ladder.isIn(summary.suite());
    return new Figure(
        summary.suite().name()
            + ": p50 of one call, "
            + String.join(", ", summary.suite().modelNames()),
        "p50 of one call, a bar a cell; the table of results has the numbers",
        List.of(
            new BarChart(
                bars,
                AXIS + (steps ? "%: change by the step; " : "") + "×: ratio to the baseline",
                Numbers::tick)));
  }

  private static Bar bar(Summary summary, CellSummary cell, CellSummary before) {
    String name = CellNames.of(summary.suite(), cell.cell());
    if (!cell.ok()) {
      return new Bar(name, List.of(), Double.NaN, Double.NaN, "", "FAILED", Colour.RED);
    }
    Estimate p50 = cell.p50();
    boolean step = before != null && cell.stepRatio().hasValue();
    return new Bar(
        name,
        step ? List.of(rest(before, cell), change(before, cell)) : List.of(whole(summary, cell)),
        p50.low(),
        p50.high(),
        Numbers.time(p50.value()),
        step ? percent(cell.stepRatio()) : "× " + Numbers.ratio(cell.ratio().value()),
        step ? colour(cell.stepRatio()) : Colour.MUTED);
  }

  private static Bar.Part whole(Summary summary, CellSummary cell) {
    double p50 = cell.p50().value();
    if (cell.name().equals(summary.suite().control())) {
      return new Bar.Part("A/A control", 0, p50, Colour.GREY_LIGHT, false, "");
    }
    return cell.cell().kind().hasClient()
        ? new Bar.Part("client call", 0, p50, Colour.BLUE, false, "")
        : new Bar.Part("no client library", 0, p50, Colour.GREY_MID, false, "");
  }

  private static Bar.Part rest(CellSummary before, CellSummary cell) {
    double to = Math.min(before.p50().value(), cell.p50().value());
    return new Bar.Part("what remains", 0, to, Colour.BLUE_LIGHT, false, "");
  }

  private static Bar.Part change(CellSummary before, CellSummary cell) {
    double one = before.p50().value();
    double other = cell.p50().value();
    Colour colour = colour(cell.stepRatio());
    String meaning =
        switch (colour) {
          case GREEN -> "saved by the step";
          case RED -> "added by the step";
          default -> "no difference shown";
        };
    return new Bar.Part(
        meaning,
        Math.min(one, other),
        Math.max(one, other),
        colour,
        colour == Colour.MUTED,
        meaning + ": " + Numbers.time(Math.abs(one - other)));
  }

  private static Colour colour(Estimate ratio) {
    if (!ratio.hasInterval() || ratio.contains(1)) {
      return Colour.MUTED;
    }
    return ratio.value() < 1 ? Colour.GREEN : Colour.RED;
  }

  /** By word as well as by colour. */
  private static String percent(Estimate ratio) {
    return Html.format("%+.1f %%", 100 * (ratio.value() - 1)).replace('-', '−')
        + (colour(ratio) == Colour.MUTED ? ", not shown" : "");
  }
}
