package org.predictbench.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.predictbench.bench.report.FileHashes;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.report.Words;
import org.predictbench.bench.stats.Estimate;

/** A profile in words and tables. */
final class ProfilePage {
  /** How samples are attributed. */
  static final String KEY =
      """
      Each sample belongs to one layer, by the rules in `layers.txt` of the package that made this \
      page: the frame nearest to the leaf that a rule knows decides, and what no rule knows, the \
      JDK's and libc's code, belongs to its caller. Sums are a call: of all samples of the \
      process while the profiler was on, divided by the calls made in that time.""";

  private final Path directory;
  private final Profile profile;
  private final List<Section> sections;

  ProfilePage(Path directory, Profile profile, List<Section> sections) {
    this.directory = directory;
    this.profile = profile;
    this.sections = sections;
  }

  /** The page of the run directory. */
  String markdown() throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add("# Profile of " + names());
    parts.add(found());
    parts.add(setting());
    parts.add(cells().markdown().strip());
    parts.add(OVERHEAD);
    profile.remarks().forEach(remark -> parts.add("The profiler remarks: " + remark));
    parts.add(KEY);
    for (Section section : sections) {
      parts.add("## " + capital(section.event().words()));
      parts.add(
          "![%s by layer](%s)".formatted(section.event().words(), LayerBars.file(section.event())));
      if (profile.cells().size() > 1) {
        parts.add(new DifferenceTables(profile, section).markdown());
      }
      for (ProfiledCell cell : profile.cells()) {
        parts.addAll(cell(section, cell));
      }
    }
    parts.add("## How to reproduce\n\n```\n" + command() + "\n```");
    parts.add(
        "`report DIR` makes this page and the flame graphs anew from `profile.json` and the"
            + " collapsed stacks.");
    parts.add("## Files\n\n" + FileHashes.table(directory, Set.of("README.md")).markdown().strip());
    return String.join("\n\n", parts) + "\n";
  }

  /** From here on the profiler's own time may move what is found. */
  private static final double MUCH = 1.2;

  /** What the profiler itself costs. */
  static final String OVERHEAD =
      "Profiling overhead: time slices with the profiler and without it alternated, and their"
          + " ratio, in brackets its 95 % interval, is what the profiler adds to a call.";

  /** What was found, in a sentence or a few, by the event named first. */
  String found() {
    String found = sections.get(0).found(profile).orElse("Nothing was measured.");
    return Words.judged(profile.verdict(), found + slowed());
  }

  /** A warning where the profiler itself is a good part of what was measured. */
  private String slowed() {
    double worst =
        profile.cells().stream()
            .filter(cell -> cell.failure() == null)
            .mapToDouble(cell -> cell.profilingOverhead().value())
            .max()
            .orElse(Double.NaN);
    return worst > MUCH
        ? " The profiler itself made calls take %s × as long: its shares are rough."
            .formatted(Numbers.three(worst))
        : "";
  }

  /** The layers of all cells, the difference, and what was found. */
  String terminal() {
    StringBuilder text = new StringBuilder(cells().terminal());
    for (Section section : sections) {
      for (ProfiledCell cell : profile.cells()) {
        if (cell.failure() == null) {
          text.append("\n%s: %s%n".formatted(cell.asked(), section.event().words()));
          text.append(new CellTables(section, cell).layers().terminal());
        }
      }
      if (profile.cells().size() > 1) {
        text.append("\n").append(new DifferenceTables(profile, section).terminal());
      }
    }
    text.append("\n").append(found().replace("**", "").replace("`", ""));
    return text.toString();
  }

  private String names() {
    return String.join(
        " against ", profile.cells().stream().map(c -> "`" + c.asked() + "`").toList());
  }

  /** What was recorded of what, in inline Markdown. */
  String setting() {
    String model = "Model `%s`, batch size %d. ".formatted(profile.model(), profile.batchSize());
    if (profile.target() != null) {
      return model
          + "**The client alone**: the server at `%s` is not ours to look into."
              .formatted(profile.target());
    }
    return model
        + "Recorded once the code was warm, until the last call: the client's JVM, and the server's"
        + " where the cell calls one.";
  }

  Table cells() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "cell",
            "server",
            "processes",
            "calls recorded",
            "mean, recorded",
            "mean, not recorded",
            "profiling overhead"));
    for (ProfiledCell cell : profile.cells()) {
      if (cell.failure() != null) {
        rows.add(List.of(cell.asked(), cell.server(), "FAILED", cell.failure(), "–", "–", "–"));
        continue;
      }
      rows.add(
          List.of(
              cell.asked(),
              cell.server(),
              String.join(", ", cell.processes()),
              Long.toString(cell.recordedCalls()),
              Numbers.time(cell.meanNanos(true) / 1000),
              Numbers.time(cell.meanNanos(false) / 1000),
              cost(cell.profilingOverhead())));
    }
    return Table.of(rows);
  }

  private static String cost(Estimate ratio) {
    Estimate percent = ratio.map(r -> 100 * (r - 1));
    return CellTables.format("%+.1f %%", percent.value())
        + (percent.hasInterval()
            ? CellTables.format(" [%+.1f, %+.1f]", percent.low(), percent.high())
            : "");
  }

  private static List<String> cell(Section section, ProfiledCell cell) {
    if (cell.failure() != null) {
      return List.of();
    }
    CellTables tables = new CellTables(section, cell);
    List<String> parts = new ArrayList<>();
    parts.add("### `%s`: layers".formatted(cell.asked()));
    parts.add(tables.layers().markdown().strip());
    for (String process : cell.processes()) {
      String graph = Profile.flameGraph(cell, process, section.event());
      parts.add("### `%s`: %s".formatted(cell.asked(), process));
      parts.add("[Flame graph](%s)".formatted(graph));
      parts.add(tables.hotPaths(process).markdown().strip());
    }
    return parts;
  }

  /** The command line, as it was typed. */
  String command() throws IOException {
    return Files.readString(directory.resolve("command.txt")).strip();
  }

  /** With a capital at its beginning. */
  static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
