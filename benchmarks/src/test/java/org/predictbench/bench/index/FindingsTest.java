package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The pages that are made from the published runs hold those runs' figures. If this fails, make
 * them anew: {@code java -jar benchmarks/target/benchmarks.jar results results --findings
 * docs/findings}.
 */
class FindingsTest {
  private static final Path FINDINGS = Path.of("../docs/findings");
  private static final Pattern FIGURE = Pattern.compile("\\d[\\d.,]*\\d|\\d");
  private static final Pattern RUN = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d_[^/)]+)/README.md");

  private static ResultsIndex published;

  /** Once, since every figure of every run is calculated from its raw files. */
  @BeforeAll
  static void readPublishedRuns() throws Exception {
    published = ResultsIndex.of(RunFolders.PUBLISHED);
  }

  @Test
  void findingsHoldTheFiguresOfTheRuns() throws Exception {
    Map<String, String> made = Findings.pages(published, RunFolders.PUBLISHED, FINDINGS);

    assertThat(made).hasSizeGreaterThan(2);
    for (Map.Entry<String, String> page : made.entrySet()) {
      List<String> committed = Files.readAllLines(FINDINGS.resolve(page.getKey()));
      assertThat(figures(committed))
          .as("%s", page.getKey())
          .isEqualTo(figures(page.getValue().lines().toList()));
    }
  }

  @Test
  void theIndexHoldsTheFiguresOfTheRuns() throws Exception {
    List<String> committed = Files.readAllLines(RunFolders.PUBLISHED.resolve("README.md"));

    assertThat(figures(committed))
        .isEqualTo(figures(published.markdown().lines().toList()))
        .isNotEmpty();
  }

  /** Else the two tests above could not fail. */
  @Test
  void anotherFigureInATableIsSeenAndAnotherWordIsNot() {
    List<String> page =
        List.of("[run](../2026-01-01_a_b/README.md)", "| step | ratio |", "| fast | 0.145 |");

    assertThat(figures(List.of(page.get(0), page.get(1), "| quick | 0.145 |")))
        .isEqualTo(figures(page));
    assertThat(figures(List.of(page.get(0), page.get(1), "| fast | 0.146 |")))
        .isNotEqualTo(figures(page));
    assertThat(figures(page.subList(1, 3))).isNotEqualTo(figures(page));
  }

  /** By run, the figures in the rows of tables and in headlines. */
  private static Map<String, List<String>> figures(List<String> page) {
    Map<String, List<String>> figures = new TreeMap<>();
    String run = "";
    for (String line : page) {
      Matcher link = RUN.matcher(line);
      if (link.find()) {
        run = link.group(1);
      }
      if (line.startsWith("|") || line.startsWith("**")) {
        List<String> ofRun = figures.computeIfAbsent(run, name -> new ArrayList<>());
        FIGURE.matcher(line).results().forEach(figure -> ofRun.add(figure.group()));
      }
    }
    return figures;
  }
}
