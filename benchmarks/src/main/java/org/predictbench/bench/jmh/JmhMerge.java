package org.predictbench.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/**
 * {@code jmh.json}: JMH measured one fork per round; here the forks of a cell become one JMH result
 * with as many forks, as if JMH had run them in one go. Opens in JMH visualisers.
 */
public final class JmhMerge {
  private JmhMerge() {}

  public static ArrayNode merge(Suite suite, List<ForkRecord> forks) {
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    for (Cell cell : suite.cells()) {
      List<JsonNode> elements =
          forks.stream()
              .filter(fork -> fork.ok() && fork.cell().equals(cell.name()) && fork.jmh() != null)
              .map(ForkRecord::jmh)
              .toList();
      if (!elements.isEmpty()) {
        results.add(merge(cell, elements));
      }
    }
    return results;
  }

  private static ObjectNode merge(Cell cell, List<JsonNode> elements) {
    ObjectNode merged = elements.get(0).deepCopy();
    merged.put("forks", elements.size());
    // All cells may share one benchmark method; visualisers tell results apart by parameters.
    merged.withObjectProperty("params").put("cell", cell.name());
    merged.set("primaryMetric", metric("", at(elements, "primaryMetric")));
    ObjectNode secondary = merged.putObject("secondaryMetrics");
    for (Map.Entry<String, JsonNode> entry :
        elements.get(0).path("secondaryMetrics").properties()) {
      List<JsonNode> metrics =
          elements.stream()
              .map(element -> element.path("secondaryMetrics").path(entry.getKey()))
              .filter(JsonNode::isObject)
              .toList();
      secondary.set(entry.getKey(), metric(entry.getKey(), metrics));
    }
    return merged;
  }

  private static List<JsonNode> at(List<JsonNode> elements, String key) {
    return elements.stream().map(element -> element.path(key)).toList();
  }

  private static ObjectNode metric(String name, List<JsonNode> metrics) {
    ObjectNode merged = metrics.get(0).deepCopy();
    List<double[]> pairs = new ArrayList<>();
    String rawKey = merged.has("rawDataHistogram") ? "rawDataHistogram" : "rawData";
    ArrayNode raw = merged.putArray(rawKey);
    for (JsonNode metric : metrics) {
      for (JsonNode fork : metric.path(rawKey)) {
        raw.add(fork);
        fork.forEach(iteration -> collect(iteration, pairs));
      }
    }
    JmhStatistics statistics = new JmhStatistics(pairs);
    // JMH adds these up over iterations and forks; every other metric is a mean.
    boolean summed = name.endsWith("gc.count") || name.endsWith("gc.time");
    double score = summed ? statistics.sum() : statistics.mean();
    double error = summed ? Double.NaN : statistics.meanError();
    merged.set("score", number(score));
    merged.set("scoreError", number(error));
    ArrayNode confidence = merged.putArray("scoreConfidence");
    confidence.add(number(summed ? score : score - error));
    confidence.add(number(summed ? score : score + error));
    ObjectNode percentiles = merged.putObject("scorePercentiles");
    for (Map.Entry<String, JsonNode> entry : metrics.get(0).path("scorePercentiles").properties()) {
      double percent = Double.parseDouble(entry.getKey());
      percentiles.set(entry.getKey(), number(summed ? score : statistics.percentile(percent)));
    }
    return merged;
  }

  /** An iteration is a number, or in sampling modes a list of {value, count} pairs. */
  private static void collect(JsonNode iteration, List<double[]> pairs) {
    if (iteration.isArray()) {
      iteration.forEach(p -> pairs.add(new double[] {p.path(0).asDouble(), p.path(1).asDouble()}));
    } else {
      pairs.add(new double[] {iteration.asDouble(), 1});
    }
  }

  /** JMH writes what JSON has no number for as text. */
  private static JsonNode number(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.textNode("NaN");
  }
}
