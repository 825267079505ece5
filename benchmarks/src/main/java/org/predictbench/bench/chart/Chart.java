package org.predictbench.bench.chart;

/** Something that can be drawn at any width. */
public sealed interface Chart permits BarChart, HeatMap, LineChart {
  /** From this width on, names stand beside what they name, else above or below it. */
  double WIDE = 600;

  /**
   * Draws itself below {@code top}.
   *
   * @return where it ends
   */
  double draw(Svg svg, double width, double top);
}
