package org.predictbench.bench.chart;

import java.util.List;

/**
 * Charts one above the other, as a file of their own or as a part of a page.
 *
 * @param title of the file; may be empty
 * @param label what readers are told who cannot see it
 */
public record Figure(String title, String label, List<Chart> charts) {
  private static final double FILE = 800;
  private static final double PAGE = 860;
  private static final double PHONE = 400;
  private static final double MARGIN = 16;

  public Figure {
    charts = List.copyOf(charts);
  }

  /** A whole SVG file, with a ground of its own. */
  public String file() {
    Svg body = new Svg();
    double top = MARGIN;
    for (String line : title.isEmpty() ? List.<String>of() : Text.wrapped(title, FILE * 0.75)) {
      top += Text.LINE + 2;
      body.text(0, top - 6, "heading", line);
    }
    double bottom = draw(body, FILE - 2 * MARGIN, top + 6) + MARGIN;
    String size = Svg.number(FILE) + "\" height=\"" + Svg.number(bottom);
    return open(
            "chart", FILE, bottom, " xmlns=\"http://www.w3.org/2000/svg\" width=\"" + size + "\"")
        + "<style>\n"
        + Style.css()
        + "</style>\n<rect class=\"fill ground\" width=\"100%\" height=\"100%\"/>\n"
        + "<g transform=\"translate("
        + Svg.number(MARGIN)
        + " 0)\">\n"
        + body
        + "</g>\n</svg>\n";
  }

  /**
   * For a page that has {@link Style#css} and shows what is of class {@code wide} on wide screens,
   * what is of class {@code narrow} on narrow ones.
   */
  public String html() {
    return drawn("chart wide", PAGE) + drawn("chart narrow", PHONE);
  }

  /** Once, to be shown at about this width on any screen. */
  public String html(double width) {
    return drawn("chart", width);
  }

  private String drawn(String classes, double width) {
    Svg body = new Svg();
    double bottom = draw(body, width, 0);
    return open(classes, width, bottom, "") + body + "</svg>\n";
  }

  private double draw(Svg svg, double width, double top) {
    double bottom = top;
    for (Chart chart : charts) {
      bottom = chart.draw(svg, width, bottom);
    }
    return bottom;
  }

  private String open(String classes, double width, double height, String more) {
    return "<svg class=\"%s\"%s viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">%n"
        .formatted(classes, more, Svg.number(width), Svg.number(height), Svg.escaped(label))
        .replace(System.lineSeparator(), "\n");
  }
}
