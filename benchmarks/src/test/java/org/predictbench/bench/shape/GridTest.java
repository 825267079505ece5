package org.predictbench.bench.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.report.MadeUpRun;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.result.Workload;
import org.predictbench.bench.stats.Summary;

class GridTest {
  @ParameterizedTest
  @CsvSource({
    "threads, CALLERS",
    "batching, CALLERS",
    "reuse, CALLERS",
    "payload, VALUES",
    "encoding, BATCH",
    "models, MODEL",
    "matrix, SERVER"
  })
  void sweepsOfTwoThingsAreGrids(String suite, Grid.Varied by) {
    Grid grid = Grid.of(empty(suite)).orElseThrow();

    assertThat(grid.by()).isEqualTo(by);
    assertThat(grid.rows()).doesNotHaveDuplicates().doesNotContain("");
    assertThat(grid.columns()).doesNotHaveDuplicates().doesNotContain("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ladder", "clients", "transports", "builds", "calls", "coldstart"})
  void laddersAndListsAreNone(String suite) {
    assertThat(Grid.of(empty(suite))).isEmpty();
  }

  @Test
  void namesAreWhatRowsAndColumnsHaveInCommon() {
    Grid payload = Grid.of(empty("payload")).orElseThrow();
    assertThat(payload.rows())
        .containsExactly("bare TCP socket", "Netty, own marshaller", "blocking HTTP/2");
    assertThat(payload.columns()).containsExactly("1 KB", "16 KB", "602 KB", "4.8 MB", "19 MB");
    assertThat(Grid.of(empty("matrix")).orElseThrow().columns())
        .containsExactly("generic", "native-tuned", "eigen-tuned");
    assertThat(Grid.of(empty("reuse")).orElseThrow().rows())
        .contains("shared", "pool of 2", "pool of 8");
  }

  @Test
  void aCellIsComparedWithinItsColumn() {
    Workload eight = new Workload(8, 0, 0);
    Summary summary =
        new MadeUpRun()
            .cell("a", "A", "shared", "native", Workload.DEFAULT, 100)
            .cell("again", "A/A control", "shared", "native", Workload.DEFAULT, 100)
            .cell("a-8", "A", "shared", "native", eight, 400)
            .cell("b-8", "B", "pool-2", "native", eight, 200)
            .cell("b", "B", "pool-2", "native", Workload.DEFAULT, 80)
            .cell("c", "C", "pool-8", "native", Workload.DEFAULT, Double.NaN)
            .summary();
    Grid grid = Grid.of(summary).orElseThrow();

    assertThat(grid.columns()).containsExactly("1 caller", "8 callers");
    assertThat(grid.ratio(1, 0).value()).isCloseTo(0.8, within(0.01));
    assertThat(grid.ratio(1, 1).value()).isCloseTo(0.5, within(0.01));
    assertThat(grid.ratio(0, 1).value()).isEqualTo(1);
    assertThat(grid.has(2, 0)).isTrue();
    assertThat(grid.at(2, 0)).isEmpty();
    assertThat(grid.has(2, 1)).isFalse();
    assertThat(grid.ratio(2, 0).hasValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ladder, true",
    "clients, true",
    "models, true",
    "threads, false",
    "payload, false",
    "server-overhead, false",
    "transports, false"
  })
  void aStepBuildsOnAWholeCallOfTheSameWork(String suite, boolean ladder) {
    assertThat(Ladder.isIn(Suites.load(suite))).isEqualTo(ladder);
  }

  @Test
  void theLaddersStepsChangeClientOrServer() {
    Suite suite = Suites.load("ladder");
    Map<String, Changed> expected =
        Map.of(
            "naive-avx2", Changed.BUILD,
            "naive-tuned", Changed.THREADS,
            "kept-channel", Changed.CLIENT,
            "onednn", Changed.BUILD);
    expected.forEach(
        (name, changed) -> {
          int at = suite.cells().indexOf(suite.cell(name).orElseThrow());
          int before = name.equals("naive-avx2") ? 0 : at - 1;
          assertThat(Changed.between(suite.cells().get(before), suite.cells().get(at)))
              .as(name)
              .isEqualTo(changed);
        });
  }

  /** Its cells, of which none was measured. */
  private static Summary empty(String suite) {
    return Summary.of(Suites.load(suite), List.of(), 1);
  }
}
