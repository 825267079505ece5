package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.report.Table;

/** {@code results/README.md}: all runs of a folder, newest first, made from the runs alone. */
public final class ResultsIndex {
  private final List<PublishedRun> runs;

  private ResultsIndex(List<PublishedRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /**
   * Reads every run of the folder.
   *
   * @throws InputException if there is none, or one is damaged
   */
  public static ResultsIndex of(Path folder) throws IOException {
    List<Path> directories = PublishedRuns.in(folder).directories();
    if (directories.isEmpty()) {
      throw new InputException("no run directory in " + folder);
    }
    List<PublishedRun> runs = new ArrayList<>();
    for (Path directory : directories) {
      runs.add(PublishedRun.read(directory));
    }
    runs.sort(
        Comparator.comparing(PublishedRun::date).reversed().thenComparing(PublishedRun::name));
    return new ResultsIndex(runs);
  }

  /** Writes the page into the folder it is about. */
  public void write(Path folder) throws IOException {
    AtomicFiles.write(folder.resolve("README.md"), markdown());
  }

  /** The page. */
  public String markdown() {
    List<String> parts = new ArrayList<>();
    parts.add("# Published runs");
    parts.add(
        """
        Each folder is one run: its raw data, and what `report` made of it. A headline is the fastest \
        cell of a suite against its baseline, with its 95 % interval; see each run for the rest. This \
        page is made by `java -jar benchmarks.jar results results`.""");
    parts.add(table().markdown().strip());
    List<String> notes =
        runs.stream()
            .filter(run -> run.note().isPresent())
            .map(run -> "- %s: %s".formatted(link(run), run.note().get().replace('\n', ' ')))
            .toList();
    if (!notes.isEmpty()) {
      parts.add("## Notes\n\n" + String.join("\n", notes));
    }
    return String.join("\n\n", parts) + "\n";
  }

  /** A line a run, for the terminal. */
  public String text() {
    return runs.stream()
        .map(run -> "%-40s %s".formatted(run.name(), run.verdict().line()))
        .collect(Collectors.joining("\n"));
  }

  private Table table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("run", "date", "question", "headline", "verdict"));
    for (PublishedRun run : runs) {
      rows.add(
          List.of(
              link(run),
              run.date(),
              run.question(),
              run.headline().orElse("–"),
              run.verdict().line()));
    }
    return Table.of(rows).leftAligned();
  }

  private static String link(PublishedRun run) {
    String id = run.name().substring(run.name().lastIndexOf('_') + 1);
    return "[%s %s](%s/README.md)".formatted(run.suite(), id, run.name());
  }
}
