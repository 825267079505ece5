package org.predictbench.bench.chart;

import java.util.List;

/**
 * One row of a {@link BarChart}.
 *
 * @param parts side by side or from where they say; may be empty
 * @param low begin of the whisker, NaN for none
 * @param high end of the whisker, NaN for none
 * @param value in words, at the bar's end
 * @param note behind the value, in {@code noteColour}; may be empty
 */
public record Bar(
    String name,
    List<Part> parts,
    double low,
    double high,
    String value,
    String note,
    Colour noteColour) {

  /**
   * A stretch of a bar.
   *
   * @param meaning in the legend; without one if it is empty
   * @param open dashed around and pale
   */
  public record Part(
      String meaning, double from, double to, Colour colour, boolean open, String title) {
    String css() {
      return (open ? "open " : "fill ") + colour.css();
    }
  }

  public Bar {
    parts = List.copyOf(parts);
  }

  boolean hasWhisker() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  /** The farthest it reaches. */
  double end() {
    double bar = parts.stream().mapToDouble(Part::to).filter(Double::isFinite).max().orElse(0);
    return hasWhisker() ? Math.max(bar, high) : bar;
  }
}
