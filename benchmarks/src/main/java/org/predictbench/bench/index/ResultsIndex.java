package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.report.Table;

/**
 * {@code README.md} of a folder such as {@code results}: one run a suite, by question, made from
 * the runs alone. The run shown is the latest that is valid, or the latest with its reason until
 * there is one; of profiles, the same for each choice of cells.
 */
public final class ResultsIndex {
  private final List<PublishedRun> shown;
  private final List<PublishedRun> replaced;
  private final boolean archive;

  private ResultsIndex(List<PublishedRun> shown, List<PublishedRun> replaced, boolean archive) {
    this.shown = List.copyOf(shown);
    this.replaced = List.copyOf(replaced);
    this.archive = archive;
  }

  /**
   * Reads every run of the folder.
   *
   * @throws InputException if there is none, or one is damaged
   */
  public static ResultsIndex of(Path folder) throws IOException {
    List<Path> directories = RunFolder.directories(folder);
    if (directories.isEmpty()) {
      throw new InputException("no run directory in " + folder);
    }
    Map<String, List<PublishedRun>> bySuite = new TreeMap<>();
    for (Path directory : directories) {
      PublishedRun run = PublishedRun.read(directory);
      bySuite.computeIfAbsent(run.suite(), suite -> new ArrayList<>()).add(run);
    }
    List<PublishedRun> shown = new ArrayList<>();
    List<PublishedRun> replaced = new ArrayList<>();
    for (List<PublishedRun> runs : bySuite.values()) {
      runs.sort(PublishedRun.TO_SHOW.reversed());
      shown.add(runs.get(0));
      replaced.addAll(runs.subList(1, runs.size()));
    }
    replaced.sort(Comparator.comparing(PublishedRun::name));
    return new ResultsIndex(shown, replaced, Files.exists(folder.resolve(Archive.NAME)));
  }

  /** Writes the page into the folder it is about. */
  public void write(Path folder) throws IOException {
    AtomicFiles.write(folder.resolve("README.md"), markdown());
  }

  /** The runs that the page shows, by suite. */
  List<PublishedRun> shown() {
    return shown;
  }

  /** The runs in whose place others are shown, by name. */
  List<PublishedRun> replaced() {
    return replaced;
  }

  /** Those of the runs shown that belong to a group. */
  List<PublishedRun> shown(Groups.Group group) {
    return shown.stream().filter(run -> run.group().equals(group.name())).toList();
  }

  /** The page. */
  public String markdown() {
    List<String> parts = new ArrayList<>();
    parts.add("# Published runs");
    parts.add(counts());
    parts.add(
        """
        One run a suite: the latest that is VALID or, until there is one, the latest, with the reason. \
        A ratio is the time of the first cell as a share of the other's, with its 95 % interval: \
        below 1 the first is faster. Each folder holds all raw data, and what `report` made of it. \
        This page is made by `java -jar benchmarks/target/benchmarks.jar results results --findings docs/findings`."""
            + (archive
                ? " Runs that others replaced are listed in [archive.md](archive.md)."
                : ""));
    for (Groups.Group group : Groups.all()) {
      List<PublishedRun> runs = shown(group);
      if (!runs.isEmpty()) {
        parts.add("## %s%n%n%s".formatted(group.title(), group.question()));
        parts.add(table(runs).markdown().strip());
      }
    }
    List<String> notes =
        shown.stream()
            .filter(run -> run.note().isPresent())
            .map(run -> "- %s: %s".formatted(link(run), run.note().get().replace('\n', ' ')))
            .toList();
    if (!notes.isEmpty()) {
      parts.add("## Notes\n\n" + String.join("\n", notes));
    }
    return String.join("\n\n", parts) + "\n";
  }

  private String counts() {
    List<PublishedRun> runs = shown.stream().filter(run -> !run.isProfile()).toList();
    long valid = runs.stream().filter(run -> run.verdict().valid()).count();
    return "%d runs, %d VALID and %d not, whose figures are not to be relied on; %d profiles."
        .formatted(runs.size(), valid, runs.size() - valid, shown.size() - runs.size());
  }

  /** A line a run, for the terminal. */
  public String text() {
    List<String> lines = new ArrayList<>();
    shown.forEach(run -> lines.add("%-45s %s".formatted(run.name(), run.status())));
    replaced.forEach(run -> lines.add("%-45s replaced by another run".formatted(run.name())));
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private static Table table(List<PublishedRun> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("suite", "question", "result", "verdict", "machine", "date"));
    for (PublishedRun run : runs) {
      rows.add(
          List.of(link(run), run.question(), run.found(), run.status(), run.machine(), run.date()));
    }
    return Table.of(rows).leftAligned();
  }

  private static String link(PublishedRun run) {
    return "[%s](%s/README.md)".formatted(run.suite(), run.name());
  }
}
