package org.predictbench.bench.chart;

/** Writes SVG elements; all text and attribute values are escaped. For one thread. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  /**
   * An element without children but a hover title.
   *
   * @param title may be empty: then there is none
   * @param attributes name, value, name, value; numbers are rounded to tenths
   */
  void shape(String name, String title, Object... attributes) {
    start(name, attributes);
    if (title.isEmpty()) {
      out.append("/>\n");
    } else {
      out.append("><title>").append(escaped(title)).append("</title></").append(name).append(">\n");
    }
  }

  /** A line of text; {@code classes} is for CSS. */
  void text(double x, double y, String classes, String text) {
    start("text", classes.isEmpty() ? new Object[] {} : new Object[] {"class", classes});
    attributes("x", x, "y", y);
    out.append('>').append(escaped(text)).append("</text>\n");
  }

  void line(String classes, double x1, double y1, double x2, double y2) {
    shape("path", "", "class", classes, "d", path(x1, y1, x2, y2));
  }

  /** The data of a path through points, given as x, y, x, y. */
  static String path(double... points) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      data.append(i == 0 ? "M" : "L");
      data.append(number(points[i])).append(' ').append(number(points[i + 1]));
    }
    return data.toString();
  }

  private void start(String name, Object... attributes) {
    out.append('<').append(name);
    attributes(attributes);
  }

  private void attributes(Object... attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(
          value instanceof Number number ? number(number.doubleValue()) : escaped("" + value));
      out.append('"');
    }
  }

  /**
   * To tenths, and without a fraction where it is zero.
   *
   * @throws IllegalArgumentException if it is infinite or NaN, which no reader of SVG understands
   */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a coordinate must be finite, found " + value);
    }
    long tenths = Math.round(value * 10);
    if (tenths % 10 == 0) {
      return Long.toString(tenths / 10);
    }
    return (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
  }

  /** For text and attributes; what XML cannot hold at all becomes a replacement character. */
  static String escaped(String text) {
    return text.replaceAll("[^\\t\\n\\r -\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
