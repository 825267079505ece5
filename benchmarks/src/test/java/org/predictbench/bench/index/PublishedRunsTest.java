package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every run that is published still loads and gives the figures that were published; how its pages
 * put them is for {@link GoldenRunsTest}.
 */
class PublishedRunsTest {
  @TempDir private Path folder;

  static List<Path> published() throws Exception {
    return RunFolders.in(RunFolders.PUBLISHED);
  }

  @ParameterizedTest
  @MethodSource("published")
  void givesTheSameFiguresFromItsRawData(Path run) throws Exception {
    Map<String, String> figures = Figures.of(run);
    Path copy = RunFolders.copy(run, folder.resolve(run.getFileName().toString()));
    RunFolders.rebuild(copy);

    assertThat(figures).isNotEmpty();
    assertThat(Figures.of(copy)).containsAllEntriesOf(figures);
  }

  /** Else the test above could not fail. */
  @Test
  void anotherFigureIsSeenInRunsOfEverySort() throws Exception {
    // One call more or less, or a profile of more calls.
    Map<String, String> changes =
        Map.of(
            "2026-11-24_ladder_000001/rounds/001/best.json", "\"histogram_nanos\":[[",
            "2026-11-24_load-stall_000004/trials/best.json", "\"planned\" : ",
            "2026-11-28_profile_000010/profile.json", "\"calls\": ");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      Path golden =
          RunFolders.GOLDEN.resolve(change.getKey().substring(0, change.getKey().indexOf('/')));
      Path copy = RunFolders.copy(golden, folder.resolve(golden.getFileName().toString()));
      Path file = folder.resolve(change.getKey());
      String text = Files.readString(file);
      Files.writeString(file, text.replace(change.getValue(), change.getValue() + "1"));
      RunFolders.rebuild(copy);

      assertThat(text).contains(change.getValue());
      assertThat(differences(Figures.of(golden), Figures.of(copy))).as("%s", golden).isNotEmpty();
    }
  }

  private static Set<String> differences(Map<String, String> one, Map<String, String> other) {
    return one.keySet().stream()
        .filter(place -> !one.get(place).equals(other.get(place)))
        .collect(Collectors.toSet());
  }

  /** Of two runs of a day the names say nothing. */
  @Test
  void theLatestLoadRunIsTheOneThatBeganLast() throws Exception {
    Path stall = RunFolders.GOLDEN.resolve("2026-11-24_load-stall_000004");
    RunFolders.copy(stall, folder.resolve("2026-11-24_load-stall_ffffff"));
    Path later = RunFolders.copy(stall, folder.resolve("2026-11-24_load-stall_000000"));
    Path trial = later.resolve("trials/best.json");
    Files.writeString(
        trial,
        Files.readString(trial)
            .replaceFirst("\"start\" : \"[^\"]*\"", "\"start\" : \"2026-11-24T23:59:59Z\""));

    assertThat(PublishedRuns.in(folder).latestLoad("load-stall").orElseThrow().started())
        .isEqualTo(Instant.parse("2026-11-24T23:59:59Z"));
  }

  @Test
  void aProfileAmongRunsIsLeftOut() throws Exception {
    Path profile = Files.createDirectory(folder.resolve("2026-11-24_profile_00000a"));
    Files.writeString(profile.resolve("profile.json"), "{}");

    assertThat(PublishedRuns.in(folder).directories()).isEmpty();
  }
}
