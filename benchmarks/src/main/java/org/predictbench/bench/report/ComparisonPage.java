package org.predictbench.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.stats.CellComparison;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Comparison;
import org.predictbench.bench.stats.Difference;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.MeasuredRun;

/** A comparison of two runs as text for a terminal, as Markdown, and as JSON for scripts. */
public final class ComparisonPage {
  private static final int SCHEMA = 1;

  private final Comparison comparison;

  public ComparisonPage(Comparison comparison) {
    this.comparison = comparison;
  }

  /** For a terminal. */
  public String terminal() {
    return headline() + "\n\n" + table().terminal() + notes("");
  }

  /** GitHub-flavoured Markdown. */
  public String markdown() {
    return "# Comparison\n\n" + headline() + "\n\n" + table().markdown() + notes("- ");
  }

  private String headline() {
    return headline("base", comparison.base())
        + "\n\n"
        + headline("candidate", comparison.candidate());
  }

  private static String headline(String role, MeasuredRun run) {
    return "%s %s: %s".formatted(role, run.name(), run.verdict().line());
  }

  private Table table() {
    List<List<String>> rows = new ArrayList<>();
    String ratio = comparison.relative() ? "ratio of ratios" : "ratio";
    rows.add(
        List.of(
            "cell",
            "base p50",
            "candidate p50",
            ratio + " [95 % CI]",
            "difference [95 % CI]",
            "alloc/op",
            "finding"));
    for (CellComparison cell : comparison.cells()) {
      rows.add(
          List.of(
              cell.name(),
              p50(cell.base()),
              p50(cell.candidate()),
              Numbers.ratio(cell.ratio()),
              percent(cell.ratio()),
              allocation(cell),
              finding(cell)));
    }
    return Table.of(rows);
  }

  private static String finding(CellComparison cell) {
    String words = cell.finding().words();
    return cell.finding() == CellComparison.Finding.NO_DIFFERENCE_SHOWN
            && !Double.isNaN(cell.detectable())
        ? words + "; " + Numbers.percent(cell.detectable()) + " would have been"
        : words;
  }

  /** What the table cannot hold, a line each. */
  private String notes(String bullet) {
    List<String> notes = new ArrayList<>();
    if (comparison.relative()) {
      notes.add(
          "each cell is taken as its ratio to its own run's baseline, paired by round:"
              + " what changed the baseline as well does not show");
    } else {
      notes.add("rounds of two runs are no pairs: see --relative if the machine itself drifts");
    }
    obstacles().forEach((why, cells) -> notes.add("not comparable: " + why + " — " + cells));
    comparison.changes().forEach(change -> notes.add("changed: " + change));
    StringBuilder text = new StringBuilder("\n");
    notes.forEach(note -> text.append(bullet).append(note).append('\n'));
    return text.toString();
  }

  /** By reason, since a machine's difference is the same for all cells. */
  private Map<String, String> obstacles() {
    Map<String, String> cells = new TreeMap<>();
    for (CellComparison cell : comparison.cells()) {
      for (String why : cell.obstacles()) {
        cells.merge(why, cell.name(), (known, more) -> known + ", " + more);
      }
    }
    comparison.obstacles().forEach(difference -> cells.put(difference.toString(), "all cells"));
    return cells;
  }

  private static String p50(CellSummary cell) {
    return cell == null ? Numbers.UNKNOWN : Numbers.time(cell.p50());
  }

  private static String allocation(CellComparison cell) {
    if (cell.base() == null || cell.candidate() == null) {
      return Numbers.UNKNOWN;
    }
    String one = Numbers.bytes(cell.base().allocBytesPerOp());
    String two = Numbers.bytes(cell.candidate().allocBytesPerOp());
    return one.equals(two) ? one : one + " → " + two;
  }

  private static String percent(Estimate ratio) {
    if (!ratio.hasValue()) {
      return Numbers.UNKNOWN;
    }
    String value = percent(ratio.value());
    return ratio.hasInterval()
        ? "%s [%s, %s]".formatted(value, percent(ratio.low()), percent(ratio.high()))
        : value;
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1));
  }

  /** For scripts; what is not known is null. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    root.set("base", run(comparison.base()));
    root.set("candidate", run(comparison.candidate()));
    root.put("relative", comparison.relative());
    root.put("sound", comparison.sound());
    ArrayNode cells = root.putArray("cells");
    comparison.cells().forEach(cell -> cells.add(cell(cell)));
    root.set("obstacles", differences(comparison.obstacles()));
    root.set("changes", differences(comparison.changes()));
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always writable", e);
    }
  }

  private static ObjectNode run(MeasuredRun run) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", run.name());
    node.put("valid", run.verdict().valid());
    ArrayNode reasons = node.putArray("reasons");
    run.verdict().reasons().forEach(reasons::add);
    return node;
  }

  private static ObjectNode cell(CellComparison cell) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("cell", cell.name());
    node.put("finding", cell.finding().words());
    number(node, "detectable", cell.detectable());
    put(node, "base_p50_us", cell.base() == null ? Estimate.NONE : cell.base().p50());
    put(
        node,
        "candidate_p50_us",
        cell.candidate() == null ? Estimate.NONE : cell.candidate().p50());
    put(node, "ratio", cell.ratio());
    ArrayNode obstacles = node.putArray("obstacles");
    cell.obstacles().forEach(obstacles::add);
    return node;
  }

  private static void put(ObjectNode node, String key, Estimate estimate) {
    ObjectNode value = node.putObject(key);
    number(value, "value", estimate.value());
    number(value, "ci_low", estimate.low());
    number(value, "ci_high", estimate.high());
  }

  private static void number(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key);
    } else {
      node.put(key, value);
    }
  }

  private static ArrayNode differences(List<Difference> differences) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Difference difference : differences) {
      array
          .addObject()
          .put("what", difference.what())
          .put("base", difference.base())
          .put("candidate", difference.candidate());
    }
    return array;
  }
}
