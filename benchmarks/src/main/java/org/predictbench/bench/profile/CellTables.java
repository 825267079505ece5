package org.predictbench.bench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;

/** What one event's samples say of one cell. */
final class CellTables {
  private static final int FRAMES = 15;

  private final Section section;
  private final ProfiledCell cell;

  CellTables(Section section, ProfiledCell cell) {
    this.section = section;
    this.cell = cell;
  }

  /** A layer a row, those with most first; the unattributed share stands last, whatever it is. */
  Table layers() {
    List<Section.Part> parts =
        cell.processes().stream().map(p -> section.part(cell, p).orElseThrow()).toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("layer"));
    for (Section.Part part : parts) {
      header.addAll(List.of(part.process() + ", a call", "share"));
    }
    rows.add(header);
    parts.stream()
        .flatMap(part -> part.weights().layers().keySet().stream())
        .distinct()
        .filter(layer -> !layer.equals(LayerRules.UNATTRIBUTED))
        .sorted(Comparator.comparingDouble((String layer) -> sum(parts, layer)).reversed())
        .forEach(layer -> rows.add(row(parts, layer)));
    rows.add(row(parts, LayerRules.UNATTRIBUTED));
    List<String> whole = new ArrayList<>(List.of("all"));
    for (Section.Part part : parts) {
      whole.addAll(List.of(amount(section.event(), part.weights().whole()), "100 %"));
    }
    rows.add(whole);
    return Table.of(rows);
  }

  private static double sum(List<Section.Part> parts, String layer) {
    return parts.stream().mapToDouble(part -> part.weights().layer(layer)).sum();
  }

  private List<String> row(List<Section.Part> parts, String layer) {
    List<String> row = new ArrayList<>(List.of(layer));
    for (Section.Part part : parts) {
      double weight = part.weights().layer(layer);
      row.add(amount(section.event(), weight));
      row.add(share(weight, part.weights().whole()));
    }
    return row;
  }

  /** The frames in which most time was spent, or most was allocated. */
  Table hotPaths(String process) {
    Weights weights = section.part(cell, process).orElseThrow().weights();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("frame", "self, a call", "self", "total"));
    weights.self().entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(FRAMES)
        .forEach(
            frame ->
                rows.add(
                    List.of(
                        "`" + frame.getKey() + "`",
                        amount(section.event(), frame.getValue()),
                        share(frame.getValue(), weights.whole()),
                        share(weights.total().get(frame.getKey()), weights.whole()))));
    return Table.of(rows);
  }

  static String amount(ProfileEvent event, double weight) {
    return event.inBytes() ? Numbers.bytes(weight) : Numbers.time(weight / 1000);
  }

  /** As {@link #amount}, for the ticks of an axis. */
  static String tick(ProfileEvent event, double weight) {
    return event.inBytes() ? Numbers.tickBytes(weight) : Numbers.tick(weight / 1000);
  }

  private static String share(double weight, double whole) {
    return whole == 0 ? "–" : format("%.1f %%", 100 * weight / whole);
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
