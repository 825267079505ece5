package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code profile} command of the jar that users run. Kernel frames, which not every host gives,
 * are not asked for.
 */
class ProfileIT {
  @TempDir Path folder;

  @Test
  void seesIntoBothProcesses() throws Exception {
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
    assertThat(outcome.output()).contains("TensorFlow session", "unattributed");
    Path run = BuiltJar.onlyChild(results);
    try (Stream<Path> files = Files.list(run.resolve("profiles"))) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      for (String process : List.of("client", "server")) {
        assertThat(names)
            .contains(
                "ladder-best-" + process + "-cpu.html", "ladder-best-" + process + "-lock.html");
      }
    }
    assertThat(stacks(run, "ladder-best-client-cpu")).contains("PredictBenchmark");
    assertThat(stacks(run, "ladder-best-server-cpu"))
        .contains("TF_SessionRun", "org.predictbench.modelserver.predict.Predictor.predict");
  }

  private static String stacks(Path run, String name) throws IOException {
    Path file = run.resolve("profiles/" + name + ".collapsed.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
