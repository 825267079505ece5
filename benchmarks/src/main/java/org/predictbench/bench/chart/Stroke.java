package org.predictbench.bench.chart;

import java.util.List;
import java.util.Locale;

/** How a line is drawn. */
public record Stroke(Colour colour, Dash dash) {
  /** What a line is made of. */
  public enum Dash {
    SOLID,
    DASHED,
    DOTTED
  }

  private static final List<Colour> SERIES =
      List.of(
          Colour.BLUE,
          Colour.VERMILLION,
          Colour.TEAL,
          Colour.PURPLE,
          Colour.GOLD,
          Colour.SKY,
          Colour.SLATE);

  public static Stroke solid(Colour colour) {
    return new Stroke(colour, Dash.SOLID);
  }

  /** Of the line with this index; the first 21 differ, in colour or in dash. */
  public static Stroke series(int index) {
    Dash[] dashes = Dash.values();
    return new Stroke(
        SERIES.get(index % SERIES.size()), dashes[index / SERIES.size() % dashes.length]);
  }

  String css() {
    return "line " + colour.css() + " " + dash.name().toLowerCase(Locale.ROOT);
  }
}
