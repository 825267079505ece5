package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are asked to end: they report what they have. */
class InterruptedRunIT {
  @TempDir Path folder;

  private BuiltJar jar;

  @BeforeEach
  void useFolder() {
    jar = new BuiltJar(folder);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void anInterruptedRunReportsWhatItHasAndGoesOn(String signal, int exitCode) throws Exception {
    Path suite = Files.writeString(folder.resolve("long.yaml"), SmallSuites.TWO_CELLS);
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    Path run = BuiltJar.awaitRound(harness, results);
    List<ProcessHandle> children =
        Processes.awaitChildren(harness, Processes.SERVER, Processes.FORK);
    Processes.signal(signal, harness.toHandle());
    String output = new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(harness.waitFor()).as(output).isEqualTo(exitCode);
    assertThat(output)
        .contains("go on with: java -jar benchmarks/target/benchmarks.jar run --resume");
    Processes.awaitGone(children);
    assertThat(run.resolve("README.md")).exists();
    assertThat(run.resolve("plots/ladder.svg")).exists();
    // Forks that were ended with the run are no failed forks.
    assertThat(Files.readString(run.resolve("summary.csv"))).doesNotContain("FAILED");
  }
}
