package org.predictbench.client.peers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table as Markdown: a row for each situation, a column for each peer. */
final class PeerPage {
  private final PeerTable table;

  PeerPage(PeerTable table) {
    this.table = table;
  }

  String markdown() {
    StringBuilder page = new StringBuilder("| situation | right |");
    table.peers().forEach(peer -> page.append(' ').append(peer.title()).append(" |"));
    page.append("\n|---|---|").append("---|".repeat(table.peers().size())).append('\n');
    for (Situation situation : table.situations()) {
      page.append("| %s | %s |".formatted(situation.name(), situation.right()));
      for (PeerKind peer : table.peers()) {
        Map<PeerClient, Outcome> outcomes = table.at(new PeerTable.Place(situation, peer));
        page.append(' ').append(cell(outcomes)).append(" |");
      }
      page.append('\n');
    }
    return page.toString();
  }

  /** One word where all clients agree, else a line for those that do. */
  private static String cell(Map<PeerClient, Outcome> outcomes) {
    Map<String, List<PeerClient>> byText =
        outcomes.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.getValue().toString(),
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    if (byText.isEmpty()) {
      return "–";
    }
    if (byText.size() == 1) {
      return byText.keySet().iterator().next();
    }
    return byText.entrySet().stream()
        .map(
            each ->
                each.getValue().stream().map(PeerClient::title).collect(Collectors.joining(", "))
                    + ": "
                    + each.getKey())
        .collect(Collectors.joining("<br>"));
  }
}
