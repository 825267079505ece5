package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are planned from a pilot: both are measured, one after the other, by real forks. */
class PlannedRunIT {
  private static final String NO_SERVER =
      """
      name: planned
      question: Does a run that follows its pilot work?
      model: fixed-reply
      batch_size: 1
      rounds: 2
      warmup: 20ms
      measure: 80ms
      slice: 20ms
      baseline: one
      control: again
      max_control_half_width: 10
      tolerance: 0.001
      cells:
        - {name: one, kind: encode, client: {encoding: direct, protos: none}}
        - {name: again, kind: encode, client: {encoding: direct, protos: none}}
      """;

  @TempDir Path folder;

  @Test
  void aRunIsMeasuredAsThePilotPlansIt() throws Exception {
    Path suite = Files.writeString(folder.resolve("planned.yaml"), NO_SERVER);
    Path results = folder.resolve("results");
    BuiltJar.Outcome outcome =
        new BuiltJar(folder)
            .run(
                "run",
                suite.toString(),
                "--detect",
                "99%",
                "--budget",
                "600min",
                "--out",
                results.toString());
    assertThat(outcome.output())
        .contains("pilot: 4 rounds of the baseline and its control")
        .containsPattern("to show a difference of 99 % between steps: \\d+ rounds with \\d+ passes")
        .contains("VALID")
        .doesNotContain("FAILED")
        .doesNotContain("error:");
    assertThat(Files.readString(BuiltJar.onlyChild(results).resolve("command.txt")))
        .contains("--detect 99% --budget 600min");
  }
}
