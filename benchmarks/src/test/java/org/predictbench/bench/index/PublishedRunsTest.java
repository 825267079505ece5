package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.bench.load.LoadDirectory;
import org.predictbench.bench.load.LoadSuites;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.profile.ProfileReport;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.Suites;

/**
 * Every run that is published, and one of every format that ever was, still loads and gives the
 * very pages that lie beside its raw data.
 */
class PublishedRunsTest {
  private static final Path PUBLISHED = Path.of("../results");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private Path folder;

  static List<Path> runs() throws IOException {
    List<Path> runs = new ArrayList<>();
    for (Path parent : List.of(PUBLISHED, GOLDEN)) {
      try (Stream<Path> children = Files.list(parent)) {
        children.filter(Files::isDirectory).sorted().forEach(runs::add);
      }
    }
    return runs;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void givesTheSamePagesFromItsRawData(Path run) throws Exception {
    Map<Path, String> published = contents(run);
    Path copy = copy(run, run.getFileName().toString());
    if (LoadDirectory.is(copy)) {
      LoadReport.rebuild(copy);
    } else if (ProfileReport.isIn(copy)) {
      ProfileReport.rebuild(copy);
    } else {
      Reporter.rebuild(copy);
    }
    Map<Path, String> rebuilt = contents(copy);
    assertThat(rebuilt.keySet()).isEqualTo(published.keySet());
    rebuilt.forEach((file, text) -> assertThat(text).as("%s", file).isEqualTo(published.get(file)));
  }

  /** Five spaces after a list's dash would make the item a block of code. */
  @ParameterizedTest
  @MethodSource("runs")
  void itsListsReadAsLists(Path run) throws Exception {
    assertThat(Files.readAllLines(run.resolve("README.md")))
        .noneMatch(line -> line.matches("- +  .*"));
  }

  static List<String> shippedSuites() {
    return Stream.concat(Suites.shipped().stream(), LoadSuites.shipped().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("shippedSuites")
  void everyShippedSuiteHasAPublishedRun(String suite) throws Exception {
    PublishedRuns runs = PublishedRuns.in(PUBLISHED);

    assertThat(runs.latest(suite).isPresent() || runs.latestLoad(suite).isPresent())
        .as("a run of %s in results/", suite)
        .isTrue();
  }

  /** Of two runs of a day the names say nothing. */
  @Test
  void theLatestLoadRunIsTheOneThatBeganLast() throws Exception {
    copy(PUBLISHED.resolve("2026-11-28_load-ceiling_75da1a"), "2026-11-28_load-ceiling_ffffff");
    copy(PUBLISHED.resolve("2026-11-28_load-ceiling_c5e99c"), "2026-11-28_load-ceiling_000000");

    assertThat(PublishedRuns.in(folder).latestLoad("load-ceiling").orElseThrow().started())
        .isEqualTo(Instant.parse("2026-11-28T10:49:20.033990035Z"));
  }

  @Test
  void theIndexIsThatOfTheRuns() throws Exception {
    assertThat(Files.readString(PUBLISHED.resolve("README.md")))
        .isEqualTo(ResultsIndex.of(PUBLISHED).markdown());
  }

  @Test
  void anIndexSaysWhatEachRunAskedAndFound() throws Exception {
    String page = ResultsIndex.of(GOLDEN).markdown();
    assertThat(page)
        .contains("| [ladder 000001](2026-11-24_ladder_000001/README.md) | 2026-11-24 | Which step")
        .contains("INVALID: best: the sender was 1382 µs late at p99")
        .containsPattern("\\| \\+ own marshaller: \\d\\.\\d\\d× as fast \\[\\d\\.\\d\\d×, ")
        .contains(
            "- [ladder 000001](2026-11-24_ladder_000001/README.md): Cut down from a real run");
  }

  @Test
  void aProfileAmongRunsIsLeftOut() throws Exception {
    Path profile = Files.createDirectory(folder.resolve("2026-11-24_profile_00000a"));
    Files.writeString(profile.resolve("profile.json"), "{}");

    assertThat(PublishedRuns.in(folder).directories()).isEmpty();
  }

  private Path copy(Path run, String name) throws IOException {
    Path copy = folder.resolve(name);
    for (Path file : contents(run).keySet()) {
      Path target = copy.resolve(file.toString());
      Files.createDirectories(target.getParent());
      Files.copy(run.resolve(file.toString()), target);
    }
    return copy;
  }

  private static Map<Path, String> contents(Path run) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // A character a byte, since not all of it is text.
        contents.put(run.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
