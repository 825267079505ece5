package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.client.CallPart;

/** The parts of a call in figures and words, a column a cell. */
public final class AnatomyTable {
  static final String NOTE =
      """
      Mean over the middle half of the calls (by length), then over rounds; each part goes to where \
      the next one begins. Both sides read CLOCK_MONOTONIC (`System.nanoTime`), which the processes \
      of one host share; every call checks that nothing came before it was sent. `whole` is the \
      same mean of what JMH timed around the client.""";

  private AnatomyTable() {}

  public static Table of(List<Anatomy> cells) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("part", cells, cell -> "`" + cell.cell().name() + "`"));
    for (CallPart part : CallPart.values()) {
      rows.add(row(part.title(), cells, cell -> Numbers.time(cell.micros().get(part))));
    }
    rows.add(row("sum of the parts", cells, cell -> Numbers.time(cell.sum())));
    rows.add(row("whole", cells, cell -> Numbers.time(cell.whole())));
    rows.add(row("sum / whole", cells, cell -> Html.format("%.1f %%", 100 * cell.share())));
    return Table.of(rows);
  }

  private static List<String> row(
      String name, List<Anatomy> cells, Function<Anatomy, String> value) {
    List<String> row = new ArrayList<>(List.of(name));
    cells.forEach(cell -> row.add(value.apply(cell)));
    return row;
  }

  /** What each part holds, a line each. */
  static List<String> key() {
    List<String> lines = new ArrayList<>();
    for (CallPart part : CallPart.values()) {
      lines.add("**%s**: %s".formatted(part.title(), part.description()));
    }
    return lines;
  }
}
