package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that users run, run as users run it. */
class BenchmarksJarIT {
  @TempDir Path folder;

  private BuiltJar jar;

  @BeforeEach
  void useFolder() {
    jar = new BuiltJar(folder);
  }

  @Test
  void anUnusableArgumentIsOneLineAndExitCodeTwo() throws Exception {
    jar.refuses("unknown suite 'nope'", "run", "nope");
  }

  @Test
  void aModelOfAnotherSignatureIsToldApartBeforeMeasuring() throws Exception {
    Path model = folder.resolve("half-plus-two");
    assertThat(jar.run("export-model", "half-plus-two", model.toString()).exitCode()).isZero();
    jar.refuses("does not answer", "run", "--model", model.toString());
  }

  @Test
  void jmhCallsGoThroughToJmh() throws Exception {
    assertThat(jar.run("-l").output()).contains("org.predictbench.bench.PredictBenchmark.predict");
    assertThat(jar.run("-h").output()).contains("-prof");
    assertThat(jar.run("-lp").output()).contains("-p call=blocking,future,async");
    jar.refuses("unknown encoding 'nosuch'", "PredictBenchmark", "-p", "encoding=nosuch");
    Path json = folder.resolve("jmh.json");
    BuiltJar.Outcome outcome =
        jar.run(
            "PredictBenchmark",
            "-p",
            "model=fixed-reply",
            "-p",
            "encoding=float-val",
            "-f",
            "1",
            "-wi",
            "1",
            "-w",
            "200ms",
            "-i",
            "1",
            "-r",
            "300ms",
            "-prof",
            "gc",
            "-rf",
            "json",
            "-rff",
            json.toString());
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).contains("gc.alloc.rate.norm");
    assertThat(Files.readString(json)).contains("\"encoding\" : \"FLOAT_VAL\"");
  }

  @Test
  void socketsColdStartsAndSeveralCallersAreCellsToo() throws Exception {
    Path suite = Files.writeString(folder.resolve("kinds.yaml"), SUITE_OF_KINDS);
    Path results = folder.resolve("results");
    BuiltJar.Outcome outcome = jar.run("run", suite.toString(), "--out", results.toString());
    // Nor is any anatomy's sum more than 5 % off the call.
    assertThat(outcome.output())
        .contains("callers")
        .doesNotContain("FAILED")
        .doesNotContain("anatomy:");
    assertThat(Files.readString(BuiltJar.onlyChild(results).resolve("README.md")))
        .contains("| part | `boxed` | `wrap` | `own` |");
    Path rounds = BuiltJar.onlyChild(results).resolve("rounds").resolve("001");
    assertThat(Files.readString(rounds.resolve("cold.json")))
        .contains("predicted_class")
        .containsPattern("\"jar_bytes\" ?: ?[1-9]");
    assertThat(Files.readString(rounds.resolve("two.json"))).contains("predicted_class");
    Files.writeString(suite, SUITE_OF_KINDS.replace("socket: unix", "socket: pigeon"));
    jar.refuses("{socket: tcp} or {socket: unix}", "run", suite.toString());
  }

  @Test
  void aSuiteRunsToTablesThatReportRebuilds() throws Exception {
    Path suite = Files.writeString(folder.resolve("small.yaml"), SmallSuites.FOUR_CELLS);
    Path results = folder.resolve("results");
    jar.run("run", suite.toString(), "--out", results.toString());
    Path run = BuiltJar.onlyChild(results);
    String summary = Files.readString(run.resolve("summary.csv"));
    assertThat(summary.lines().count()).isEqualTo(5);
    assertThat(summary).doesNotContain("FAILED");
    assertThat(Files.readString(run.resolve("environment.json"))).contains("isa_taken");
    byte[] readme = Files.readAllBytes(run.resolve("README.md"));
    Files.delete(run.resolve("README.md"));
    assertThat(jar.run("report", run.toString()).exitCode()).isZero();
    assertThat(Files.readAllBytes(run.resolve("README.md"))).isEqualTo(readme);
  }

  @Test
  void servesInTheForegroundAndCanBeMeasuredThere() throws Exception {
    Path model = folder.resolve("fixed-reply");
    assertThat(jar.run("export-model", "fixed-reply", model.toString()).exitCode()).isZero();
    Process serve = jar.start("serve", "--port=0", "--model_name=m", "--model_base_path=" + model);
    String target = "127.0.0.1:" + awaitPort(serve);
    Path suite = Files.writeString(folder.resolve("small.yaml"), SmallSuites.FOUR_CELLS);
    Path results = folder.resolve("results");

    jar.run(
        "run", suite.toString(), "--target", target, "--model", "m", "--out", results.toString());

    String summary = Files.readString(BuiltJar.onlyChild(results).resolve("summary.csv"));
    assertThat(summary.lines().count()).isEqualTo(4);
    assertThat(summary).doesNotContain("FAILED");
    List<ProcessHandle> children = serve.descendants().toList();
    assertThat(children).isNotEmpty();
    serve.destroyForcibly().waitFor();
    BuiltJar.awaitGone(children);
  }

  private static String awaitPort(Process serve) throws IOException {
    // Not closed: that would take the server's stdout away.
    BufferedReader output =
        new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("READY ")) {
        return line.replaceFirst(".*\"port\":(\\d+).*", "$1");
      }
    }
    throw new AssertionError("serve ended before it was ready");
  }

  private static final String SUITE_OF_KINDS =
      """
      name: kinds
      question: Does every kind of cell run?
      model: fixed-reply
      batch_size: 1
      rounds: 1
      stub_warmup: 100ms
      warmup: 100ms
      measure: 100ms
      baseline: socket
      control: socket-again
      max_control_half_width: 10
      tolerance: 0.001
      cells:
        - {name: socket, kind: raw-socket, client: {socket: unix}, server: native-tuned}
        - {name: socket-again, kind: raw-socket, client: {socket: unix}, server: native-tuned}
        - {name: boxed, kind: anatomy, client: {reuse: shared}, server: native-tuned}
        - {name: wrap, kind: anatomy, client: {reuse: shared, encoding: tensor-content-wrap}, server: native-tuned}
        - {name: own, kind: anatomy, client: {reuse: shared, transport: netty-uds, encoding: direct, protos: none}, server: native-tuned}
        - {name: cold, kind: cold-start, client: {encoding: direct, protos: none}, server: native-tuned}
        - {name: archive, kind: cold-start-cds, client: {reuse: shared}, server: native-tuned}
        - {name: jpeg, client: {reuse: shared, encoding: jpeg-bytes, protos: slim}, server: native-tuned}
        - {name: two, client: {reuse: shared}, server: native-tuned, callers: 2}
      """;
}
