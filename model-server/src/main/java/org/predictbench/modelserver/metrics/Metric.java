package org.predictbench.modelserver.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A named family of cells, one for every combination of label values.
 *
 * @param <C> what a cell is
 */
abstract class Metric<C> {
  private final String name;
  private final List<String> labels;
  private final Supplier<C> newCell;
  private final Map<List<String>, C> cells = new ConcurrentHashMap<>();

  Metric(String name, List<String> labels, Supplier<C> newCell) {
    this.name = name;
    this.labels = labels;
    this.newCell = newCell;
  }

  C cell(String... labelValues) {
    List<String> key = List.of(labelValues);
    C cell = cells.get(key);
    return cell != null ? cell : cells.computeIfAbsent(key, unused -> newCell.get());
  }

  /**
   * Returns the first cell's value, or 0 if there is none; HandleReloadConfigRequest reports its
   * increase.
   */
  long firstValue() {
    return cells.values().stream().findFirst().map(this::value).orElse(0L);
  }

  /** All cells there are now. */
  Stream<C> values() {
    return cells.values().stream();
  }

  abstract long value(C cell);

  abstract String type();

  abstract void print(C cell, String labels, StringBuilder page);

  String prometheusName() {
    return name.replaceAll("[^a-zA-Z0-9_]", ":");
  }

  void print(StringBuilder page) {
    if (cells.isEmpty() && !labels.isEmpty()) {
      return;
    }
    page.append("# TYPE ").append(prometheusName()).append(' ').append(type()).append('\n');
    cells.forEach((values, cell) -> print(cell, pairs(values), page));
  }

  private String pairs(List<String> values) {
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      String value = values.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      pairs.append(i == 0 ? "" : ",").append(labels.get(i)).append("=\"").append(value).append('"');
    }
    return pairs.toString();
  }
}
