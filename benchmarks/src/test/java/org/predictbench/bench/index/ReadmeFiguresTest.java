package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the repository's README quotes is what the runs say that it links to. */
class ReadmeFiguresTest {
  private static final Path README = Path.of("../README.md");

  /** Such as {@code 0.145 [0.138, 0.152]}. */
  private static final Pattern RATIO =
      Pattern.compile("\\d+\\.\\d+ \\[\\d+\\.\\d+, \\d+\\.\\d+\\]");

  private static final Pattern LINK = Pattern.compile("\\(results/(\\d{4}-[^/)]+)");

  @TempDir private Path folder;

  @Test
  void theReadmeQuotesItsRuns() throws Exception {
    assertThat(problems(README)).isEmpty();
    assertThat(linked(Files.readString(README))).isNotEmpty();
  }

  /** Else the test above could not fail. */
  @Test
  void whatNoRunSaysIsSeen() throws Exception {
    Path run = RunFolders.in(RunFolders.PUBLISHED).get(0);
    String link = "[run](results/%s/README.md), INVALID or not".formatted(run.getFileName());

    assertThat(problems(readme(link + "\n1.000 [1.000, 1.000]"))).isEmpty();
    assertThat(problems(readme(link + "\n0.123 [0.111, 0.999]")))
        .anyMatch(problem -> problem.contains("0.123"));
    assertThat(problems(readme("[run](results/2026-01-01_ladder_000000/README.md)")))
        .anyMatch(problem -> problem.contains("no such run"));
  }

  @Test
  void anInvalidRunIsNotQuotedInSilence() throws Exception {
    for (Path run : RunFolders.in(RunFolders.GOLDEN)) {
      String name = run.getFileName().toString();
      PublishedRun published = PublishedRun.read(run);
      String link = "[run](results/%s/README.md)".formatted(name);
      assertThat(problems(link, RunFolders.GOLDEN).isEmpty())
          .as(name)
          .isEqualTo(published.verdict().valid());
      assertThat(problems(link + ", INVALID", RunFolders.GOLDEN)).as(name).isEmpty();
    }
  }

  private Path readme(String text) throws Exception {
    return Files.writeString(folder.resolve("README.md"), text);
  }

  private static List<String> problems(Path readme) throws Exception {
    return problems(Files.readString(readme), RunFolders.PUBLISHED);
  }

  private static List<String> problems(String text, Path results) throws Exception {
    List<String> problems = new ArrayList<>();
    StringBuilder pages = new StringBuilder();
    for (String run : linked(text)) {
      Path directory = results.resolve(run);
      if (!Files.isDirectory(directory)) {
        problems.add(run + ": no such run");
        continue;
      }
      pages.append(Files.readString(directory.resolve("README.md")));
      if (!PublishedRun.read(directory).verdict().valid()) {
        text.lines()
            .filter(line -> line.contains(run) && !line.contains("INVALID"))
            .forEach(line -> problems.add(run + " is INVALID, and this does not say so: " + line));
      }
    }
    Matcher ratio = RATIO.matcher(text);
    while (ratio.find()) {
      if (pages.indexOf(ratio.group()) < 0) {
        problems.add("no run that is linked says " + ratio.group());
      }
    }
    return problems;
  }

  private static Set<String> linked(String text) {
    Set<String> runs = new LinkedHashSet<>();
    LINK.matcher(text).results().forEach(link -> runs.add(link.group(1)));
    return runs;
  }
}
