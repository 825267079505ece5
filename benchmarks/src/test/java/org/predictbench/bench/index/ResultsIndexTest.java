package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class ResultsIndexTest {
  private static final double QUIET = 0.002;
  private static final double NOISY = 0.3;

  @TempDir private Path folder;

  @Test
  void showsTheLatestValidRunOfASuite() throws Exception {
    run("2026-01-01_tiny_aaaaaa", QUIET, 1);
    run("2026-01-02_tiny_bbbbbb", QUIET, 2);
    run("2026-01-03_tiny_cccccc", NOISY, 3);

    ResultsIndex index = ResultsIndex.of(folder);

    assertThat(names(index.shown())).containsExactly("2026-01-02_tiny_bbbbbb");
    assertThat(names(index.replaced()))
        .containsExactly("2026-01-01_tiny_aaaaaa", "2026-01-03_tiny_cccccc");
    assertThat(index.markdown()).contains("1 runs, 1 VALID and 0 not, ").doesNotContain("cccccc");
  }

  @Test
  void untilOneIsValidShowsTheLatestWithItsReason() throws Exception {
    run("2026-01-01_tiny_aaaaaa", NOISY, 1);
    run("2026-01-02_tiny_bbbbbb", NOISY, 2);

    assertThat(ResultsIndex.of(folder).markdown())
        .contains("(2026-01-02_tiny_bbbbbb/README.md)")
        .contains("INVALID: A/A control")
        .doesNotContain("aaaaaa");
  }

  @Test
  void listsRunsOfAllSortsByTheirQuestion() throws Exception {
    String page = ResultsIndex.of(RunFolders.GOLDEN).markdown();

    assertThat(page)
        .containsSubsequence("## The ladder", "## Clients", "## Load", "## Cold start", "## Noise")
        .containsPattern(
            "a call takes 0\\.\\d{3} × the time of “naive client, generic build”"
                + " \\[0\\.\\d{3}, 0\\.\\d{3}], p50 [\\d.]+ ms against \\d+ ms")
        .contains("[profile of naive against best](2026-11-28_profile_000010/README.md)")
        .contains(
            "With “best client” 200 requests a second are answered, p99 of their latency is 1.23 s")
        .contains("INVALID: best: the sender was 1.38 ms late at p99")
        .contains("](2026-11-24_ladder_000002/README.md): Cut down from a real run");
  }

  @Test
  void saysOnWhichMachineARunWas() throws Exception {
    assertThat(ResultsIndex.of(RunFolders.GOLDEN).markdown()).contains("| AMD EPYC, 2 cores |");
  }

  private void run(String name, double sigma, long seed) throws IOException {
    Suite suite = Synthetic.suite(6);
    Path made =
        Synthetic.run(folder.resolve("made"), suite, Synthetic.forks(suite, seed, 200, sigma));
    Files.move(made, folder.resolve(name));
  }

  private static List<String> names(List<PublishedRun> runs) {
    return runs.stream().map(PublishedRun::name).toList();
  }
}
