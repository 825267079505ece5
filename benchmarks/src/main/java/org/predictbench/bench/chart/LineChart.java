package org.predictbench.bench.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lines, dots and intervals over two axes.
 *
 * @param title may be empty
 * @param height of the panel within the axes
 */
public record LineChart(String title, Axis across, Axis up, List<Mark> marks, double height)
    implements Chart {
  private static final double ROW = 17;
  private static final double GAP = 8;

  /** At the right end of the panel, for half a tick's text. */
  private static final double EDGE = 14;

  /** Of the width, for names beside the panel; at least, so that panels below each other align. */
  private static final double LEAST_NAMES = 0.22;

  private static final double MOST_NAMES = 0.36;

  /** For the ticks' text, likewise. */
  private static final double LEAST_LEFT = 58;

  public LineChart {
    marks = List.copyOf(marks);
  }

  @Override
  public double draw(Svg svg, double width, double top) {
    return new Drawing(svg, width, top).draw();
  }

  private record Named(Key.Entry entry, double x, double y) {}

  /** One drawing of the chart. */
  private final class Drawing {
    private final Svg svg;
    private final double width;
    private final double top;
    private final double bottom;
    private final double left;
    private final double right;
    private final List<Double> upTicks;
    private final boolean beside;

    Drawing(Svg svg, double width, double top) {
      this.svg = svg;
      this.width = width;
      List<Named> names = new ArrayList<>();
      marks.forEach(mark -> name(mark, names));
      double longest = names.stream().mapToDouble(n -> n.entry().width()).max().orElse(0);
      // A name that would be cut has more room below.
      this.beside = width >= WIDE && !names.isEmpty() && longest <= width * MOST_NAMES;
      double column = Math.max(width * LEAST_NAMES, Math.min(longest + EDGE, width * MOST_NAMES));
      double tall = beside ? Math.max(height, names.size() * ROW) : height;
      double heading = title.isEmpty() ? 0 : headings().size() * (Text.LINE + 2) + GAP;
      this.top = top + heading + (up.label().isEmpty() ? GAP : ROW + GAP);
      this.bottom = this.top + tall;
      this.upTicks = up.scale().ticks((int) Math.max(3, Math.min(7, height / 34)));
      double texts =
          upTicks.stream().mapToDouble(t -> Text.width(up.text().apply(t))).max().orElse(0);
      this.left = Math.max(LEAST_LEFT, texts + GAP);
      this.right = width - (beside ? column : EDGE);
    }

    private List<String> headings() {
      // A heading is larger than other text.
      return title.isEmpty() ? List.of() : Text.wrapped(title, width * 0.8);
    }

    double draw() {
      heading();
      axes();
      marks.forEach(this::mark);
      List<Named> names = new ArrayList<>();
      marks.forEach(mark -> name(mark, names));
      double end = bottom + ROW + (across.label().isEmpty() ? 0 : ROW);
      if (beside) {
        beside(names);
        return end + GAP;
      }
      Key key = new Key();
      names.forEach(name -> key.add(name.entry()));
      return key.draw(svg, 0, width, end) + GAP;
    }

    private void heading() {
      double y = top - (up.label().isEmpty() ? GAP : ROW + GAP);
      List<String> lines = headings();
      for (int i = 0; i < lines.size(); i++) {
        svg.text(0, y - GAP - (lines.size() - 1 - i) * (Text.LINE + 2), "heading", lines.get(i));
      }
      if (!up.label().isEmpty()) {
        svg.text(0, top - 12, "small muted", up.label());
      }
    }

    private void axes() {
      for (double tick : upTicks) {
        svg.line("hair hairline", left, y(tick), right, y(tick));
        svg.text(left - GAP, y(tick) + 4, "small muted end", up.text().apply(tick));
      }
      double free = Double.NEGATIVE_INFINITY;
      for (double tick : across.scale().ticks((int) Math.max(2, (right - left) / 70))) {
        String text = across.text().apply(tick);
        double half = Text.width(text) / 2;
        svg.line("hair hairline", x(tick), top, x(tick), bottom);
        if (x(tick) - half > free) {
          svg.text(x(tick), bottom + 16, "small muted middle", text);
          free = x(tick) + half + 4;
        }
      }
      if (!across.label().isEmpty()) {
        svg.text(right, bottom + 16 + ROW, "small muted end", across.label());
      }
    }

    private void mark(Mark mark) {
      if (mark instanceof Mark.Line line) {
        line(line);
      } else if (mark instanceof Mark.Dot dot && shown(dot.at())) {
        String paint = dot.hollow() ? "whisker" : "fill";
        svg.shape(
            "circle",
            dot.title(),
            "class",
            paint + " " + dot.colour().css(),
            "cx",
            x(dot.at().x()),
            "cy",
            y(dot.at().y()),
            "r",
            3.5);
      } else if (mark instanceof Mark.Interval i && across.scale().shows(i.x())) {
        if (up.scale().shows(i.low()) && up.scale().shows(i.high())) {
          String css = (i.thick() ? "thick " : "thin ") + i.colour().css();
          svg.line(css, x(i.x()), y(i.low()), x(i.x()), y(i.high()));
        }
      } else if (mark instanceof Mark.Word word && shown(word.at())) {
        svg.text(x(word.at().x()) + 6, y(word.at().y()) - 6, "small", word.text());
      } else if (mark instanceof Mark.Limit limit && up.scale().shows(limit.y())) {
        svg.line(limit.stroke().css(), left, y(limit.y()), right, y(limit.y()));
      }
    }

    private void line(Mark.Line line) {
      StringBuilder path = new StringBuilder();
      boolean alone = false;
      boolean pen = false;
      String last = "";
      for (Mark.Point point : line.points()) {
        if (!shown(point)) {
          path.append(alone ? "h0" : "");
          pen = false;
          alone = false;
          continue;
        }
        String at = Svg.number(x(point.x())) + " " + Svg.number(y(point.y()));
        if (!pen || !at.equals(last)) {
          path.append(pen ? "L" : "M").append(at);
          alone = !pen;
        }
        pen = true;
        last = at;
      }
      path.append(alone ? "h0" : "");
      if (!path.isEmpty()) {
        svg.shape("path", line.name(), "class", line.stroke().css(), "d", path);
      }
    }

    private void name(Mark mark, List<Named> names) {
      if (mark instanceof Mark.Line line && !line.name().isEmpty()) {
        line.points().stream()
            .filter(this::shown)
            .reduce((first, second) -> second)
            .ifPresent(
                end ->
                    names.add(
                        new Named(
                            new Key.Entry(line.name(), line.stroke().css(), true),
                            across.scale().at(end.x()),
                            up.scale().at(end.y()))));
      } else if (mark instanceof Mark.Limit limit && up.scale().shows(limit.y())) {
        if (!limit.name().isEmpty()) {
          names.add(
              new Named(
                  new Key.Entry(limit.name(), limit.stroke().css(), true),
                  1,
                  up.scale().at(limit.y())));
        }
      }
    }

    /** At the lines' ends, moved apart where they would cover each other. */
    private void beside(List<Named> names) {
      List<Named> byHeight = new ArrayList<>(names);
      byHeight.sort(Comparator.comparingDouble((Named name) -> name.y()).reversed());
      double[] at = new double[names.size()];
      double free = top;
      for (int i = 0; i < at.length; i++) {
        at[i] = Math.max(bottom - (bottom - top) * byHeight.get(i).y(), free);
        free = at[i] + ROW;
      }
      double next = bottom;
      for (int i = at.length - 1; i >= 0; i--) {
        at[i] = Math.min(at[i], next);
        next = at[i] - ROW;
      }
      double x = right + 20;
      for (int i = 0; i < at.length; i++) {
        Named name = byHeight.get(i);
        svg.shape(
            "path",
            "",
            "class",
            "leader " + name.entry().css().split(" ", -1)[1],
            "d",
            Svg.path(
                left + (right - left) * name.x() + 4,
                bottom - (bottom - top) * name.y(),
                x - 4,
                at[i]));
        name.entry().sample(svg, x, at[i] + 4);
        svg.text(x + 22, at[i] + 4.5, "", Text.cut(name.entry().name(), width - x - 22));
      }
    }

    private boolean shown(Mark.Point point) {
      return across.scale().shows(point.x()) && up.scale().shows(point.y());
    }

    private double x(double value) {
      return left + (right - left) * across.scale().at(value);
    }

    private double y(double value) {
      return bottom - (bottom - top) * up.scale().at(value);
    }
  }
}
