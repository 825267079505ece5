package org.predictbench.bench.report;

import java.util.List;
import java.util.Locale;

/** Pieces of HTML; whatever text comes in is escaped. */
final class Html {
  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The inline Markdown that our own prose uses: code, bold, and links to files of the run. */
  static String inline(String markdown) {
    return escaped(markdown)
        .replaceAll("`([^`]+)`", "<code>$1</code>")
        .replaceAll("\\*\\*([^*]+)\\*\\*", "<strong>$1</strong>")
        .replaceAll("\\[([^\\]]+)]\\(([\\w./-]+)\\)", "<a href=\"$2\">$1</a>");
  }

  static String list(List<String> lines) {
    StringBuilder html = new StringBuilder("<ul>\n");
    lines.forEach(line -> html.append("<li>").append(inline(line)).append("</li>\n"));
    return html.append("</ul>\n").toString();
  }

  /** A table that scrolls by itself where it is wider than the page, by keyboard as well. */
  static String table(String caption, Table table) {
    StringBuilder html = new StringBuilder();
    html.append(scrolling(caption)).append("<table>\n<thead><tr>");
    table.rows().get(0).forEach(name -> cell(html, "th scope=\"col\"", name));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows().subList(1, table.rows().size())) {
      html.append("<tr>");
      cell(html, "th scope=\"row\"", row.get(0));
      row.subList(1, row.size()).forEach(text -> cell(html, "td", text));
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table></div>\n").toString();
  }

  private static void cell(StringBuilder html, String tag, String text) {
    // An interval has a line of its own, below the value and its mark.
    String inner =
        inline(text).replaceFirst(" (\\[[^\\]]*\\])(.*)", "$2 <span class=\"ci\">$1</span>");
    html.append('<').append(tag).append('>').append(inner);
    html.append("</").append(tag.split(" ", 2)[0]).append('>');
  }

  /** Opens a box that can be scrolled sideways. */
  static String scrolling(String label) {
    return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n"
        .formatted(escaped(label));
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
