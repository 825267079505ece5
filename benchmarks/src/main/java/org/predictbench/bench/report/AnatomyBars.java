package org.predictbench.bench.report;

import static java.util.Map.entry;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.client.CallPart;

/**
 * A call as one bar, its parts side by side: blue what the client does, grey the wire, green the
 * server, and the model's own work in amber. Twice: as HTML that goes with the reader's light or
 * dark, and as {@code plots/anatomy.svg} with a ground of its own.
 */
final class AnatomyBars {
  private static final int LEFT = 20;
  private static final int WIDTH = 900;
  private static final int TOP = 56;
  private static final int ROW = 58;
  private static final int BAR = 24;
  private static final int KEY_COLUMNS = 4;
  private static final int KEY_ROW = 22;

  /** As {@code report.css} has them for the light page. */
  private static final Map<CallPart, String> COLOURS =
      new EnumMap<>(
          Map.ofEntries(
              entry(CallPart.ENCODE, "#2a63c4"),
              entry(CallPart.OPEN_CALL, "#8fb0e8"),
              entry(CallPart.SEND, "#8a94a3"),
              entry(CallPart.SERVER_RECEIVE, "#b4bcc7"),
              entry(CallPart.SERVER_HAND_OVER, "#9fd3b4"),
              entry(CallPart.SERVER_DECODE, "#3f9a66"),
              entry(CallPart.SESSION_RUN, "#d9962b"),
              entry(CallPart.SERVER_ENCODE, "#1f6f45"),
              entry(CallPart.REPLY, "#6b7685"),
              entry(CallPart.HAND_OVER, "#c3d5f4"),
              entry(CallPart.DECODE, "#5685d8")));

  private final List<Anatomy> cells;
  private final double longest;

  AnatomyBars(List<Anatomy> cells) {
    this.cells = cells;
    this.longest = cells.stream().mapToDouble(Anatomy::sum).max().orElse(1);
  }

  String html() {
    StringBuilder html = new StringBuilder("<ul class=\"key\">\n");
    for (CallPart part : CallPart.values()) {
      html.append("<li><i class=\"%s\"></i>%s</li>\n".formatted(style(part), part.title()));
    }
    html.append("</ul>\n<ol class=\"bars\">\n");
    for (Anatomy cell : cells) {
      html.append(
          "<li><span class=\"label\">%s</span><span class=\"track\">"
              .formatted(Html.escaped(cell.cell().step())));
      double from = 0;
      for (CallPart part : CallPart.values()) {
        double micros = cell.micros().get(part).value();
        html.append(
            Html.format(
                "<i class=\"part %s\" title=\"%s: %s\" style=\"left:%.2f%%;width:%.2f%%\"></i>",
                style(part),
                part.title(),
                Numbers.time(micros),
                100 * from / longest,
                100 * micros / longest));
        from += micros;
      }
      html.append("</span><span class=\"value\">%s</span></li>\n".formatted(Numbers.time(from)));
    }
    return html.append("</ol>\n").toString();
  }

  private static String style(CallPart part) {
    return "part-" + part.name().toLowerCase(Locale.ROOT);
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    int keyTop = TOP + ROW * cells.size();
    int keyRows = (CallPart.values().length + KEY_COLUMNS - 1) / KEY_COLUMNS;
    int height = keyTop + KEY_ROW * keyRows + 16;
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d"
            + " %2$d\" font-family=\"sans-serif\" font-size=\"13\">",
        WIDTH + 2 * LEFT,
        height);
    add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    add(
        svg,
        "<text x=\"%d\" y=\"28\" font-size=\"16\" font-weight=\"bold\">%s</text>",
        LEFT,
        "What one call is made of");
    for (int i = 0; i < cells.size(); i++) {
      bar(svg, cells.get(i), TOP + ROW * i);
    }
    List<CallPart> parts = List.of(CallPart.values());
    for (int i = 0; i < parts.size(); i++) {
      int x = LEFT + WIDTH / KEY_COLUMNS * (i % KEY_COLUMNS);
      int y = keyTop + KEY_ROW * (i / KEY_COLUMNS);
      add(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>",
          x,
          y,
          colour(parts.get(i)));
      add(svg, "<text x=\"%d\" y=\"%d\">%s</text>", x + 18, y + 11, parts.get(i).title());
    }
    add(svg, "</svg>");
    return svg.toString();
  }

  private void bar(StringBuilder svg, Anatomy cell, int top) {
    add(
        svg,
        "<text x=\"%d\" y=\"%d\">%s: %s</text>",
        LEFT,
        top + 10,
        Html.escaped(cell.cell().step()),
        Numbers.time(cell.sum()));
    double from = 0;
    for (CallPart part : CallPart.values()) {
      double micros = cell.micros().get(part).value();
      add(
          svg,
          "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\"><title>%s: %s</title></rect>",
          LEFT + WIDTH * from / longest,
          top + 18,
          WIDTH * micros / longest,
          BAR,
          colour(part),
          part.title(),
          Numbers.time(micros));
      from += micros;
    }
  }

  private static String colour(CallPart part) {
    return COLOURS.get(part);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
