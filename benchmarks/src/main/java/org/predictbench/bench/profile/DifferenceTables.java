package org.predictbench.bench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.predictbench.bench.report.Table;

/** What a call of one cell costs more or less than a call of another, by layer and by frame. */
final class DifferenceTables {
  private static final int FRAMES = 15;

  private record Row(String process, String what, double first, double second) {
    double difference() {
      return first - second;
    }
  }

  private final Section section;
  private final ProfiledCell first;
  private final ProfiledCell second;
  private final List<Row> layers;

  DifferenceTables(Profile profile, Section section) {
    this.section = section;
    this.first = profile.cells().get(0);
    this.second = profile.cells().get(1);
    this.layers = rows(Weights::layers);
  }

  private List<Row> rows(Function<Weights, Map<String, Double>> part) {
    List<Row> rows = new ArrayList<>();
    for (String process : section.processes()) {
      Map<String, Double> ones = part.apply(weights(first, process));
      Map<String, Double> others = part.apply(weights(second, process));
      Set<String> all = new TreeSet<>(ones.keySet());
      all.addAll(others.keySet());
      for (String what : all) {
        rows.add(
            new Row(process, what, ones.getOrDefault(what, 0.0), others.getOrDefault(what, 0.0)));
      }
    }
    rows.sort(Comparator.comparingDouble((Row row) -> Math.abs(row.difference())).reversed());
    return rows;
  }

  private Weights weights(ProfiledCell cell, String process) {
    return section.part(cell, process).map(Section.Part::weights).orElse(Weights.NONE);
  }

  String markdown() {
    StringBuilder text = new StringBuilder("### Difference, a call\n\n");
    text.append(summary()).append("\n\n");
    text.append(layers().markdown());
    text.append("\nBy frame, as the leaf:\n\n");
    text.append(frames().markdown());
    flameGraphs().forEach(line -> text.append("\n").append(line).append("\n"));
    return text.toString().strip();
  }

  /** What differs most first, as are the {@link #frames}. */
  Table layers() {
    return table("layer", layers);
  }

  Table frames() {
    List<Row> frames = rows(Weights::self);
    return table("frame", code(frames.subList(0, Math.min(FRAMES, frames.size()))));
  }

  /** Links to them, for the processes that both cells have. */
  List<String> flameGraphs() {
    return section.processes().stream()
        .filter(process -> section.part(first, process).isPresent())
        .filter(process -> section.part(second, process).isPresent())
        .map(
            process ->
                "[Difference flame graph, %s](%s): `%s`, red where it costs more than `%s`, blue where less."
                    .formatted(
                        process,
                        Profile.difference(process, section.event()),
                        first.asked(),
                        second.asked()))
        .toList();
  }

  String terminal() {
    return summary().replace("**", "").replace("`", "") + "\n" + layers().terminal();
  }

  /** What a call of each costs, and where the cheaper of the two saves most. */
  String summary() {
    return "A call of `%s` takes %s, of `%s` %s, all processes together. %s"
        .formatted(
            first.asked(), amount(whole(first)), second.asked(), amount(whole(second)), saving());
  }

  /** Where the cheaper of the two saves most. */
  String saving() {
    double one = whole(first);
    double other = whole(second);
    ProfiledCell cheaper = one <= other ? first : second;
    int sign = one <= other ? -1 : 1;
    // A layer is at work on both sides of the wire.
    Map<String, Double> savings = new TreeMap<>();
    layers.forEach(row -> savings.merge(row.what(), sign * row.difference(), Double::sum));
    Map.Entry<String, Double> largest =
        savings.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .orElse(Map.entry("none", 0.0));
    String sides =
        layers.stream()
            .filter(row -> row.what().equals(largest.getKey()))
            .map(row -> row.process() + " " + amount(sign * row.difference()))
            .collect(Collectors.joining(", "));
    return "The largest saving of `%s` is in **%s**: %s a call (%s)."
        .formatted(cheaper.asked(), largest.getKey(), amount(largest.getValue()), sides);
  }

  private double whole(ProfiledCell cell) {
    return section.processes().stream().mapToDouble(p -> weights(cell, p).whole()).sum();
  }

  private Table table(String what, List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(what, "process", first.asked(), second.asked(), "difference"));
    for (Row row : rows) {
      lines.add(
          List.of(
              row.what(),
              row.process(),
              amount(row.first()),
              amount(row.second()),
              (row.difference() < 0 ? "−" : "+") + amount(Math.abs(row.difference()))));
    }
    return Table.of(lines);
  }

  private static List<Row> code(List<Row> rows) {
    return rows.stream()
        .map(row -> new Row(row.process(), "`" + row.what() + "`", row.first(), row.second()))
        .toList();
  }

  private String amount(double weight) {
    return CellTables.amount(section.event(), weight);
  }
}
