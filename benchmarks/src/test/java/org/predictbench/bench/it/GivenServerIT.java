package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that the user exports or gives, and servers that the user starts. */
class GivenServerIT {
  private static final String ONE_ROUND = SmallSuites.FOUR_CELLS.replace("rounds: 2", "rounds: 1");

  @TempDir Path folder;

  private BuiltJar jar;

  @BeforeEach
  void useFolder() {
    jar = new BuiltJar(folder);
  }

  @Test
  void aModelOfTheUsersOwnIsDescribedAndMeasured() throws Exception {
    Path model = folder.resolve("half-plus-two");
    assertThat(jar.run("export-model", "half-plus-two", model.toString()).exitCode()).isZero();
    assertThat(jar.run("describe", model.toString()).output())
        .contains("signature serving_default", "in   x  float[?", "run clients --model " + model);
    Path suite = Files.writeString(folder.resolve("small.yaml"), ONE_ROUND);
    Path results = folder.resolve("results");

    BuiltJar.Outcome ran =
        jar.run(
            "run",
            suite.toString(),
            "--model",
            model.toString(),
            "--fill",
            "x=float:1..2",
            "--out",
            results.toString());

    assertThat(ran.output()).contains("requests for " + model + ": 16 requests, 1 shape");
    Path run = BuiltJar.onlyChild(results);
    assertThat(Files.readString(run.resolve("summary.csv"))).doesNotContain("FAILED");
    assertThat(Files.readString(run.resolve("README.md"))).contains("made up from signature");
    assertThat(Files.readString(run.resolve("command.txt"))).contains("--fill x=float:1..2");
    jar.refuses(
        "has no signature 'nope'", "run", "--model", model.toString(), "--signature", "nope");
  }

  @Test
  void servesInTheForegroundAndCanBeMeasuredThere() throws Exception {
    Path model = folder.resolve("fixed-reply");
    assertThat(jar.run("export-model", "fixed-reply", model.toString()).exitCode()).isZero();
    Process serve = jar.start("serve", "--port=0", "--model_name=m", "--model_base_path=" + model);
    String target = "127.0.0.1:" + BuiltJar.awaitPort(serve);
    Path suite = Files.writeString(folder.resolve("small.yaml"), ONE_ROUND);
    Path results = folder.resolve("results");

    jar.run(
        "run", suite.toString(), "--target", target, "--model", "m", "--out", results.toString());

    String summary = Files.readString(BuiltJar.onlyChild(results).resolve("summary.csv"));
    assertThat(summary.lines().count()).isEqualTo(4);
    assertThat(summary).doesNotContain("FAILED");
    List<ProcessHandle> children = serve.descendants().toList();
    assertThat(children).isNotEmpty();
    serve.destroyForcibly().waitFor();
    Processes.awaitGone(children);
  }
}
