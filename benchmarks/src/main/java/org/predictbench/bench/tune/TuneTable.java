package org.predictbench.bench.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.stats.Estimate;

/** What was found and what was tried, as tables. */
final class TuneTable {
  private TuneTable() {}

  static Table finalists(Space space, Finding finding) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "setting",
            finding.goal().best().unit() + " [95 % CI]",
            "to today's [95 % CI]",
            "smallest difference it could have shown",
            "may be the best",
            "changes"));
    for (Finding.Finalist each : finding.finalists()) {
      boolean isToday = each.setting().equals(space.today());
      rows.add(
          List.of(
              isToday ? "today: " + each.setting().name() : each.setting().name(),
              each.missed() > 0
                  ? "missed in %d round%s: %s"
                      .formatted(
                          each.missed(), each.missed() == 1 ? "" : "s", each.reason().orElse(""))
                  : value(finding.goal(), each.value()),
              isToday ? Numbers.UNKNOWN : ratio(each.ratio()),
              isToday || Double.isNaN(each.detectable())
                  ? Numbers.UNKNOWN
                  : Numbers.percent(each.detectable()),
              each.isAmongBest() ? "yes" : "no",
              Integer.toString(each.changes())));
    }
    return Table.of(rows);
  }

  static String value(Goal goal, Estimate value) {
    return value.hasInterval()
        ? "%s [%s, %s]"
            .formatted(goal.words(value.value()), goal.words(value.low()), goal.words(value.high()))
        : goal.words(value.value());
  }

  static String ratio(Estimate ratio) {
    if (!ratio.hasValue()) {
      return Numbers.UNKNOWN;
    }
    String value = String.format(Locale.ROOT, "%.3f", ratio.value());
    return ratio.hasInterval()
        ? String.format(Locale.ROOT, "%s [%.3f, %.3f]", value, ratio.low(), ratio.high())
        : value;
  }

  /** The recommended one beside today's, knob by knob. */
  static Table knobs(Setting today, Setting recommended) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("knob", "today", "recommended"));
    Map<String, String> chosen = recommended.knobs();
    today
        .knobs()
        .forEach(
            (knob, value) ->
                rows.add(
                    List.of(
                        knob,
                        value,
                        chosen.get(knob).equals(value) ? "the same" : chosen.get(knob))));
    return Table.of(rows);
  }

  /** Everything that was looked at, by how far it came and what it was worth there. */
  static Table screened(Goal goal, List<Measurement> measurements) {
    Map<String, List<Measurement>> bySetting = new LinkedHashMap<>();
    for (Measurement each : measurements) {
      if (each.round().isEmpty()) {
        bySetting.computeIfAbsent(each.setting(), any -> new ArrayList<>()).add(each);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("setting", "looks", "worth, look by look"));
    bySetting.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, List<Measurement>> e) -> -e.getValue().size())
                .thenComparingDouble(e -> -merit(goal, last(e.getValue()))))
        .forEach(
            entry ->
                rows.add(
                    List.of(
                        entry.getKey(),
                        Integer.toString(entry.getValue().size()),
                        entry.getValue().stream()
                            .map(each -> worth(goal, each))
                            .collect(Collectors.joining(", ")))));
    return Table.of(rows);
  }

  private static Measurement last(List<Measurement> all) {
    return all.get(all.size() - 1);
  }

  private static double merit(Goal goal, Measurement measurement) {
    return measurement.kept() ? goal.merit(measurement.value()) : Double.NEGATIVE_INFINITY;
  }

  static String worth(Goal goal, Measurement measurement) {
    return measurement.kept()
        ? goal.words(measurement.value())
        : "rejected: " + measurement.reason();
  }

  /** One line a measurement. */
  static String csv(List<Measurement> measurements) {
    List<String> lines = new ArrayList<>();
    lines.add("setting,stage,control,value,reason,loads,seconds");
    for (Measurement each : measurements) {
      lines.add(
          "%s,%s,%s,%s,%s,%d,%s"
              .formatted(
                  each.setting(),
                  each.stage(),
                  each.control(),
                  each.kept() ? String.format(Locale.ROOT, "%.6g", each.value()) : "",
                  each.kept() ? "" : '"' + each.reason() + '"',
                  each.loads().size(),
                  String.format(Locale.ROOT, "%.1f", each.seconds())));
    }
    return String.join("\n", lines) + "\n";
  }
}
