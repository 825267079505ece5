package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.server.config.CpuFlags;

/** What a CPU lacks is left out, and output. */
class AvailableBuildsTest {
  private static final CpuFlags OLD = new CpuFlags(Set.of("sse4_1", "avx"));

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
  private final OmittedCells omitted = new OmittedCells(out);

  @Test
  void cellsOfBuildsForOtherCpusAreLeftOutByName() {
    Suite builds = AvailableBuilds.of(Suites.load("builds"), OLD, omitted);

    assertThat(builds.cells())
        .extracting(Cell::name)
        .contains("native", "native-again", "avx", "xla")
        .doesNotContain("avx2", "eigen-avx2", "bf16");
    assertThat(output.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "left out: eigen-avx2 (build 'eigen-avx2' needs a CPU with avx2)",
            "left out: avx2 (build 'avx2' needs a CPU with avx2)",
            "left out: bf16 (build 'bf16' needs a CPU with avx512f or avx_ne_convert)");
  }

  @Test
  void withoutItsBaselineASuiteIsNoSuite() {
    assertThatThrownBy(
            () -> AvailableBuilds.of(Suites.load("ladder"), new CpuFlags(Set.of()), omitted))
        .isInstanceOf(InputException.class)
        .hasMessage("cell 'naive-stock' cannot run here: build 'eigen-avx' needs a CPU with avx");
  }
}
