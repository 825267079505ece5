package org.predictbench.bench.chart;

/** The CSS of all charts: a file has it within, a page once for all its charts. */
public final class Style {
  private static final String SHAPES =
      """
      .chart { display: block; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
      .chart text { fill: currentColor; stroke: none; }
      .chart .heading { font-size: 15px; font-weight: 600; }
      .chart .small { font-size: 11.5px; }
      .chart .strong { font-weight: 600; }
      .chart .middle { text-anchor: middle; }
      .chart .end { text-anchor: end; }
      .chart .fill { fill: currentColor; }
      .chart .open { fill: currentColor; fill-opacity: .2; stroke: currentColor; stroke-dasharray: 3 2; }
      .chart .hair { fill: none; stroke: currentColor; }
      .chart .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
      .chart .line:hover { stroke-width: 4; }
      .chart .dashed { stroke-dasharray: 7 5; }
      .chart .dotted { stroke-dasharray: 1 5; stroke-width: 2.6; }
      .chart .leader { fill: none; stroke: currentColor; opacity: .45; }
      .chart .whisker { fill: none; stroke: currentColor; stroke-width: 1.5; }
      .chart .thin { fill: none; stroke: currentColor; stroke-width: 3; stroke-linecap: round; opacity: .3; }
      .chart .thick { fill: none; stroke: currentColor; stroke-width: 7; stroke-linecap: round; opacity: .4; }
      """;

  private Style() {}

  /** Rules for everything inside of an element of class {@code chart}. */
  public static String css() {
    StringBuilder css = new StringBuilder(SHAPES);
    StringBuilder dark = new StringBuilder("@media screen and (prefers-color-scheme: dark) {\n");
    css.append(".chart { color: %s; }%n".formatted(Colour.INK.light()));
    dark.append("  .chart { color: %s; }%n".formatted(Colour.INK.dark()));
    for (Colour colour : Colour.values()) {
      css.append(".chart .%s { color: %s; }%n".formatted(colour.css(), colour.light()));
      dark.append("  .chart .%s { color: %s; }%n".formatted(colour.css(), colour.dark()));
    }
    return css.append(dark).append("}\n").toString().replace(System.lineSeparator(), "\n");
  }
}
