package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.report.Words;

/**
 * What the published runs found, a page a group: each suite's question, answer and table. Every
 * figure comes from a run.
 */
public final class Findings {
  private final String results;

  /**
   * @param results the folder of runs, as the pages see it
   */
  private Findings(String results) {
    this.results = results;
  }

  /** Writes the pages of an index of {@code results} into {@code folder}. */
  public static void write(ResultsIndex index, Path results, Path folder) throws IOException {
    for (Map.Entry<String, String> page : pages(index, results, folder).entrySet()) {
      AtomicFiles.write(folder.resolve(page.getKey()), page.getValue());
    }
  }

  /** File name to page. */
  static Map<String, String> pages(ResultsIndex index, Path results, Path folder) {
    String link =
        folder
            .toAbsolutePath()
            .normalize()
            .relativize(results.toAbsolutePath().normalize())
            .toString();
    Findings findings = new Findings(link);
    Map<String, String> pages = new LinkedHashMap<>();
    List<String> contents = new ArrayList<>();
    for (Groups.Group group : Groups.all()) {
      List<PublishedRun> runs = index.shown(group);
      if (!runs.isEmpty()) {
        pages.put(group.name() + ".md", findings.page(group, runs));
        contents.add("- [%s](%s.md): %s".formatted(group.title(), group.name(), group.question()));
      }
    }
    pages.put("README.md", "# Findings\n\n" + ORIGIN + "\n\n" + String.join("\n", contents) + "\n");
    return pages;
  }

  private static final String ORIGIN =
      """
      These pages are made from the published runs by \
      `java -jar benchmarks/target/benchmarks.jar results results --findings docs/findings`; no figure is typed by \
      hand. A ratio is a share of time, with its 95 % interval: below 1 is faster.""";

  private String page(Groups.Group group, List<PublishedRun> runs) {
    List<String> parts = new ArrayList<>();
    parts.add("# %s%n%n%s".formatted(group.title(), group.question()));
    parts.add(String.join("\n", runs.stream().map(Findings::answer).toList()));
    parts.add(ORIGIN);
    runs.forEach(run -> parts.add(section(run)));
    return String.join("\n\n", parts) + "\n";
  }

  /** What was found, before anything else; with a word of caution where there must be one. */
  private static String answer(PublishedRun run) {
    return "- %s: %s".formatted(run.suite(), Words.judged(run.verdict(), run.found()));
  }

  private String section(PublishedRun run) {
    List<String> parts = new ArrayList<>();
    parts.add("## %s%n%n%s".formatted(run.suite(), run.question()));
    parts.add("**%s**".formatted(run.found()));
    parts.add(
        "%s. %s, %s. [The run, with all its data](%s/%s/README.md)."
            .formatted(run.status(), run.machine(), run.date(), results, run.name()));
    run.note().ifPresent(parts::add);
    parts.add(run.table().strip());
    return String.join("\n\n", parts);
  }
}
