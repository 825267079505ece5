package org.predictbench.bench.chart;

import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Bars from left to right over an axis from zero, one row each.
 *
 * @param label what the bars and whiskers are; may be empty
 * @param text of a tick
 */
public record BarChart(List<Bar> bars, String label, DoubleFunction<String> text) implements Chart {
  private static final double THICK = 20;
  private static final double GAP = 10;

  /** How much wider bold text is. */
  private static final double BOLD = 1.06;

  /** Of the width, for names beside the bars. */
  private static final double MOST_NAMES = 0.32;

  public BarChart {
    bars = List.copyOf(bars);
  }

  @Override
  public double draw(Svg svg, double width, double top) {
    return new Drawing(svg, width).draw(top);
  }

  /** One drawing of the chart. */
  private final class Drawing {
    private final Svg svg;
    private final boolean wide;
    private final double left;
    private final double right;
    private final double width;
    private final Scale scale;

    Drawing(Svg svg, double width) {
      this.svg = svg;
      this.width = width;
      this.wide = width >= WIDE;
      double names = bars.stream().mapToDouble(bar -> Text.width(bar.name())).max().orElse(0);
      double values = bars.stream().mapToDouble(Drawing::valueWidth).max().orElse(0);
      this.left = wide ? Math.min(names, width * MOST_NAMES) + GAP : 0;
      this.right = wide ? width - values - GAP : width - 1;
      this.scale = Scale.fromZero(bars.stream().mapToDouble(Bar::end).toArray());
    }

    private static double valueWidth(Bar bar) {
      return Text.width(bar.value() + bar.note()) + 2 * GAP;
    }

    double draw(double top) {
      Key key = new Key();
      bars.forEach(
          bar ->
              bar.parts().stream()
                  .filter(part -> !part.meaning().isEmpty())
                  .forEach(part -> key.add(new Key.Entry(part.meaning(), part.css(), false))));
      double first = key.draw(svg, 0, width, top) + GAP;
      double bottom = first;
      for (Bar bar : bars) {
        bottom += height(bar);
      }
      axis(first, bottom);
      double y = first;
      for (Bar bar : bars) {
        row(bar, y);
        y += height(bar);
      }
      double end = bottom + Text.LINE + GAP;
      for (String line : label.isEmpty() ? List.<String>of() : Text.wrapped(label, width - left)) {
        svg.text(left, end + 8, "small muted", line);
        end += Text.LINE;
      }
      return end;
    }

    private List<String> name(Bar bar) {
      return Text.wrapped(
          bar.name(), wide ? left - GAP : Math.max(width / 3, width - valueWidth(bar)));
    }

    private double height(Bar bar) {
      double lines = name(bar).size() * Text.LINE;
      return wide ? Math.max(THICK, lines) + GAP : lines + THICK + GAP + 4;
    }

    private void axis(double top, double bottom) {
      double free = Double.NEGATIVE_INFINITY;
      for (double tick : scale.ticks((int) Math.max(2, (right - left) / 90))) {
        svg.line("hair hairline", x(tick), top, x(tick), bottom);
        String words = tick == 0 ? "0" : text.apply(tick);
        double half = Text.width(words) / 2;
        String anchor = x(tick) - half < 0 ? "" : x(tick) + half > width ? " end" : " middle";
        if (x(tick) - half > free) {
          svg.text(x(tick), bottom + Text.LINE, "small muted" + anchor, words);
          free = x(tick) + half + 4;
        }
      }
    }

    private void row(Bar bar, double top) {
      List<String> lines = name(bar);
      double lineTop = wide ? top + (height(bar) - lines.size() * Text.LINE) / 2 : top;
      for (int i = 0; i < lines.size(); i++) {
        svg.text(
            wide ? left - GAP : 0, lineTop + 12 + i * Text.LINE, wide ? "end" : "", lines.get(i));
      }
      double y = wide ? top + (height(bar) - THICK) / 2 : top + lines.size() * Text.LINE + 2;
      for (Bar.Part part : bar.parts()) {
        if (scale.shows(part.from()) && scale.shows(part.to())) {
          double from = x(part.from());
          svg.shape(
              "rect",
              part.title(),
              "class",
              part.css(),
              "x",
              from,
              "y",
              y,
              "width",
              Math.max(0.5, x(part.to()) - from),
              "height",
              THICK);
        }
      }
      if (bar.hasWhisker()) {
        double middle = y + THICK / 2;
        svg.shape(
            "path",
            "",
            "class",
            "whisker ink",
            "d",
            Svg.path(x(bar.low()), middle - 5, x(bar.low()), middle + 5)
                + Svg.path(x(bar.low()), middle, x(bar.high()), middle)
                + Svg.path(x(bar.high()), middle - 5, x(bar.high()), middle + 5));
      }
      value(bar, wide ? y + THICK / 2 + 4.5 : top + 12);
    }

    private void value(Bar bar, double y) {
      double noteWidth = bar.note().isEmpty() ? 0 : Text.width(bar.note());
      if (wide) {
        double x = x(bar.end()) + GAP;
        svg.text(x, y, "strong", bar.value());
        svg.text(x + Text.width(bar.value()) * BOLD + 4, y, bar.noteColour().css(), bar.note());
      } else {
        svg.text(width - noteWidth - GAP / 2, y, "strong end", bar.value());
        svg.text(width, y, "end " + bar.noteColour().css(), bar.note());
      }
    }

    private double x(double value) {
      return left + (right - left) * scale.at(value);
    }
  }
}
