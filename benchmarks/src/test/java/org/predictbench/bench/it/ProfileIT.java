package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code profile} command of the jar that users run. */
class ProfileIT {
  @TempDir Path folder;

  @Test
  void seesIntoBothProcessesDownToTheKernel() throws Exception {
    Path results = folder.resolve("results");

    BuiltJar.Outcome outcome =
        new BuiltJar(folder)
            .run(
                "profile",
                "ladder/best",
                "--model",
                "fixed-reply",
                "--events",
                "cpu,alloc,lock,wall",
                "--seconds",
                "2",
                "--out",
                results.toString());

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("kernel network", "TensorFlow session", "unattributed");
    Path run = BuiltJar.onlyChild(results);
    try (Stream<Path> files = Files.list(run.resolve("profiles"))) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      for (String process : List.of("client", "server")) {
        assertThat(names)
            .contains("best-" + process + "-cpu.html", "best-" + process + "-alloc.html");
      }
    }
    assertThat(Files.readString(run.resolve("profiles/best-client-cpu.collapsed")))
        .contains("PredictBenchmark", "_[k]");
    assertThat(Files.readString(run.resolve("profiles/best-server-cpu.collapsed")))
        .contains("TF_SessionRun", "org.predictbench.modelserver.Predictor.predict");
  }
}
