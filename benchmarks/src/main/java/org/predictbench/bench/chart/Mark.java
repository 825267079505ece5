package org.predictbench.bench.chart;

import java.util.List;

/**
 * What is drawn into the panel of a {@link LineChart}. Values that are NaN, or 0 on a logarithmic
 * axis, are left out; a line is broken there.
 */
public sealed interface Mark {
  /** A place in the panel, in the units of its axes. */
  record Point(double x, double y) {}

  /** Through its points in their order; named in the legend unless the name is empty. */
  record Line(String name, Stroke stroke, List<Point> points) implements Mark {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** A dot; hollow if what it stands for did not hold. */
  record Dot(Point at, Colour colour, boolean hollow, String title) implements Mark {}

  /** From {@code low} to {@code high}, upright, thin or thick. */
  record Interval(double x, double low, double high, Colour colour, boolean thick)
      implements Mark {}

  /** A dashed line across the panel with its name; in the legend, unless the name is empty. */
  record Limit(String name, double y, Stroke stroke) implements Mark {}

  /** A word beside a place. */
  record Word(Point at, String text) implements Mark {}
}
