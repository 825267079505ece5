package org.predictbench.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code environment.json} for readers: a list of facts a part, nested ones folded away. */
final class EnvironmentTable {
  private EnvironmentTable() {}

  static String render(JsonNode environment) {
    if (environment.isEmpty()) {
      return "<p>Not recorded.</p>\n";
    }
    StringBuilder html = new StringBuilder("<div class=\"facts\">\n");
    for (Map.Entry<String, JsonNode> part : environment.properties()) {
      if (part.getKey().equals("servers")) {
        part.getValue()
            .properties()
            .forEach(server -> html.append(facts("server " + server.getKey(), server.getValue())));
      } else {
        html.append(facts(part.getKey(), part.getValue()));
      }
    }
    return html.append("</div>\n").toString();
  }

  private static String facts(String title, JsonNode part) {
    List<String> rows = new ArrayList<>();
    collect("", part, rows);
    return "<section><h3>%s</h3><dl>\n%s\n</dl></section>\n"
        .formatted(Html.escaped(title), String.join("\n", rows));
  }

  private static void collect(String prefix, JsonNode node, List<String> rows) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = prefix + entry.getKey().replace('_', ' ');
      if (entry.getValue().isObject()) {
        collect(name + " · ", entry.getValue(), rows);
      } else {
        rows.add("<dt>%s</dt><dd>%s</dd>".formatted(Html.escaped(name), value(entry.getValue())));
      }
    }
  }

  private static final int LONG = 90;

  private static String value(JsonNode value) {
    String text = value.asText();
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(item.asText()));
      text = items.isEmpty() ? "none" : items.stream().collect(Collectors.joining(" "));
    }
    String escaped = Html.escaped(text.isBlank() ? "none" : text);
    return text.length() <= LONG
        ? escaped
        : "<details><summary>%s…</summary><p>%s</p></details>"
            .formatted(Html.escaped(text.substring(0, LONG / 2).strip()), escaped);
  }
}
