package org.predictbench.bench.chart;

import java.util.ArrayList;
import java.util.List;

/** Names with a sample of how they are drawn, side by side in as many lines as they need. */
final class Key {
  private static final double SAMPLE = 24;
  private static final double GAP = 16;

  /**
   * One name.
   *
   * @param css of the sample
   * @param line whether the sample is a line, or else a box
   */
  record Entry(String name, String css, boolean line) {
    void sample(Svg svg, double x, double y) {
      if (line) {
        svg.line(css, x, y - 4, x + SAMPLE - 8, y - 4);
      } else {
        svg.shape(
            "rect", "", "class", css, "x", x, "y", y - 10, "width", 12, "height", 12, "rx", 2);
      }
    }

    double width() {
      return (line ? SAMPLE : 18) + Text.width(name) + GAP;
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  void add(Entry entry) {
    if (!entries.contains(entry)) {
      entries.add(entry);
    }
  }

  /** Returns where it ends. */
  double draw(Svg svg, double left, double right, double top) {
    double x = left;
    double y = entries.isEmpty() ? top : top + Text.LINE;
    for (Entry entry : entries) {
      if (x > left && x + entry.width() - GAP > right) {
        x = left;
        y += Text.LINE + 2;
      }
      double sample = entry.line() ? SAMPLE : 18;
      entry.sample(svg, x, y);
      svg.text(x + sample, y, "", Text.cut(entry.name(), right - x - sample));
      x += entry.width();
    }
    return entries.isEmpty() ? top : y + 6;
  }
}
