package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.chart.Bar;
import org.predictbench.bench.chart.BarChart;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.client.CallPart;

/**
 * A call as one bar, its parts side by side: blue what the client does, grey the wire, green the
 * server, and the model's own work in amber.
 */
final class AnatomyBars {
  private AnatomyBars() {}

  static Figure of(List<Anatomy> cells) {
    return new Figure(
        "What one call is made of",
        "The parts of a call side by side, a bar a cell; the table below has the numbers",
        List.of(new BarChart(cells.stream().map(AnatomyBars::bar).toList(), "", Numbers::tick)));
  }

  private static Bar bar(Anatomy cell) {
    List<Bar.Part> parts = new ArrayList<>();
    double from = 0;
    for (CallPart part : CallPart.values()) {
      double micros = cell.micros().get(part).value();
      parts.add(
          new Bar.Part(
              part.title(),
              from,
              from + micros,
              colour(part),
              false,
              part.title() + ": " + Numbers.time(micros)));
      from += micros;
    }
    return new Bar(
        cell.cell().step(),
        parts,
        Double.NaN,
        Double.NaN,
        Numbers.time(cell.sum()),
        "",
        Colour.MUTED);
  }

  private static Colour colour(CallPart part) {
    return switch (part) {
      case ENCODE -> Colour.BLUE;
      case OPEN_CALL -> Colour.BLUE_LIGHT;
      case SEND -> Colour.GREY_MID;
      case SERVER_RECEIVE -> Colour.GREY_LIGHT;
      case SERVER_HAND_OVER -> Colour.GREEN_LIGHT;
      case SERVER_DECODE -> Colour.GREEN_MID;
      case SESSION_RUN -> Colour.AMBER;
      case SERVER_ENCODE -> Colour.GREEN;
      case REPLY -> Colour.GREY;
      case HAND_OVER -> Colour.BLUE_PALE;
      case DECODE -> Colour.BLUE_MID;
    };
  }
}
