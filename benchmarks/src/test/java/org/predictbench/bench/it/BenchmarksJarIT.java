package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(Files.readString(json)).contains("\"encoding\" : \"float-val\"");
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
    assertThat(Files.readString(onlyChild(results).resolve("README.md")))
        .contains("| part | `boxed` | `wrap` | `own` |");
    Path rounds = onlyChild(results).resolve("rounds").resolve("001");
    assertThat(Files.readString(rounds.resolve("cold.json")))
        .contains("predicted_class")
        .containsPattern("\"jar_bytes\" ?: ?[1-9]");
    assertThat(Files.readString(rounds.resolve("two.json"))).contains("predicted_class");
    Files.writeString(suite, SUITE_OF_KINDS.replace("socket: unix", "socket: pigeon"));
    jar.refuses("{socket: tcp} or {socket: unix}", "run", suite.toString());
  }

  @Test
  void aSuiteRunsToTablesThatReportRebuilds() throws Exception {
    Path suite = Files.writeString(folder.resolve("small.yaml"), SMALL_SUITE);
    Path results = folder.resolve("results");
    jar.run("run", suite.toString(), "--out", results.toString());
    Path run = onlyChild(results);
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
  void killedHarnessLeavesNoProcessAndKeepsItsRounds() throws Exception {
    Path suite =
        Files.writeString(
            folder.resolve("long.yaml"), SMALL_SUITE.replace("rounds: 2", "rounds: 50"));
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    Path run = awaitFork(harness, results);
    // There are none for a moment between two rounds.
    List<ProcessHandle> children = awaitChildren(harness);
    harness.destroyForcibly().waitFor();
    awaitGone(children);
    assertThat(jar.run("report", run.toString()).exitCode()).isZero();
  }

  @Test
  void aRunKilledAtAnyMomentGoesOnToAllItsForksOnce() throws Exception {
    long seed = System.nanoTime();
    long millis = new Random(seed).nextLong(6000);
    String moment = "killed after %d ms, by seed %d".formatted(millis, seed);
    Path suite = Files.writeString(folder.resolve("serverless.yaml"), SERVERLESS_SUITE);
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    while (!Files.exists(results) || onlyChild(results, "seed.txt").isEmpty()) {
      assertThat(harness.isAlive()).isTrue();
      Thread.sleep(20);
    }
    Thread.sleep(millis);
    List<ProcessHandle> children = harness.descendants().toList();
    harness.destroyForcibly().waitFor();
    awaitGone(children);
    Path run = onlyChild(results);
    Map<String, String> before = records(run);

    BuiltJar.Outcome resumed = jar.run("run", "--resume", run.toString());

    assertThat(resumed.output()).as(moment).contains("VALID");
    Map<String, String> after = records(run);
    // As an unbroken run: each cell once in each round.
    assertThat(after.keySet())
        .as(moment)
        .containsExactly(
            "001/own-again.json", "001/own.json",
            "002/own-again.json", "002/own.json",
            "003/own-again.json", "003/own.json");
    assertThat(after).as(moment + ": what was measured stays").containsAllEntriesOf(before);
    assertThat(Files.readAllLines(run.resolve("summary.csv")))
        .as(moment)
        .filteredOn(line -> line.startsWith("own"))
        .hasSize(2)
        .allMatch(line -> line.contains(",us,3,") && line.contains(",OK,"));
    assertThat(Files.readString(run.resolve("jmh.json")).split("\"forks\" : 3,", -1)).hasSize(3);
  }

  /** File below {@code rounds/} to its content. */
  private static Map<String, String> records(Path run) throws IOException {
    Map<String, String> records = new TreeMap<>();
    Path rounds = run.resolve("rounds");
    if (Files.exists(rounds)) {
      try (Stream<Path> files = Files.walk(rounds)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
          records.put(rounds.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return records;
  }

  private static Optional<Path> onlyChild(Path folder, String with) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(child -> Files.exists(child.resolve(with))).findFirst();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void anInterruptedRunReportsWhatItHasAndGoesOn(String signal, int exitCode) throws Exception {
    Path suite =
        Files.writeString(
            folder.resolve("long.yaml"), SMALL_SUITE.replace("rounds: 2", "rounds: 50"));
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    Path run = awaitFork(harness, results);
    List<ProcessHandle> children = awaitChildren(harness);
    new ProcessBuilder("kill", "-" + signal, Long.toString(harness.pid())).start().waitFor();
    String output = new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(harness.waitFor()).as(output).isEqualTo(exitCode);
    assertThat(output).contains("go on with: java -jar benchmarks.jar run --resume");
    awaitGone(children);
    assertThat(run.resolve("README.md")).exists();
    assertThat(run.resolve("plots/ladder.svg")).exists();
    // Forks that were ended with the run are no failed forks.
    assertThat(Files.readString(run.resolve("summary.csv"))).doesNotContain("FAILED");
  }

  @Test
  void exportEndsWithWhoeverAskedForIt() throws Exception {
    Process harness = jar.start("export-model", "resnet50-v2", folder.resolve("model").toString());
    List<ProcessHandle> children = awaitChildren(harness);
    harness.destroyForcibly().waitFor();
    awaitGone(children);
  }

  private static List<ProcessHandle> awaitChildren(Process harness) throws InterruptedException {
    while (harness.isAlive()) {
      List<ProcessHandle> children = harness.descendants().toList();
      if (!children.isEmpty()) {
        return children;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("ended before it started anything");
  }

  @Test
  void servesInTheForegroundAndCanBeMeasuredThere() throws Exception {
    Path model = folder.resolve("fixed-reply");
    assertThat(jar.run("export-model", "fixed-reply", model.toString()).exitCode()).isZero();
    Process serve = jar.start("serve", "--port=0", "--model_name=m", "--model_base_path=" + model);
    String target = "127.0.0.1:" + awaitPort(serve);
    Path suite = Files.writeString(folder.resolve("small.yaml"), SMALL_SUITE);
    Path results = folder.resolve("results");

    jar.run(
        "run", suite.toString(), "--target", target, "--model", "m", "--out", results.toString());

    String summary = Files.readString(onlyChild(results).resolve("summary.csv"));
    assertThat(summary.lines().count()).isEqualTo(4);
    assertThat(summary).doesNotContain("FAILED");
    List<ProcessHandle> children = serve.descendants().toList();
    assertThat(children).isNotEmpty();
    serve.destroyForcibly().waitFor();
    awaitGone(children);
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

  private static void awaitGone(List<ProcessHandle> processes) throws InterruptedException {
    long limit = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (processes.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < limit) {
      Thread.sleep(50);
    }
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  private static Path awaitFork(Process harness, Path results) throws Exception {
    while (harness.isAlive()) {
      if (Files.exists(results)) {
        try (Stream<Path> files = Files.walk(results)) {
          if (files.anyMatch(file -> file.toString().matches(".*/rounds/\\d+/[^/]+\\.json"))) {
            return onlyChild(results);
          }
        } catch (UncheckedIOException e) {
          // A temporary file was renamed under the walk's feet: look again.
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError(
        new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  static Path onlyChild(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findFirst().orElseThrow();
    }
  }

  private static final String SUITE_OF_KINDS =
      """
      name: kinds
      question: Does every kind of cell run?
      model: fixed-reply
      batch_size: 1
      rounds: 1
      rehearsal: 100ms
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

  private static final String SERVERLESS_SUITE =
      """
      name: serverless
      question: Does a killed run go on?
      model: fixed-reply
      batch_size: 1
      rounds: 3
      warmup: 100ms
      measure: 200ms
      turn: 100ms
      baseline: own
      control: own-again
      max_control_half_width: 1000
      tolerance: 0.001
      cells:
        - {name: own, kind: encode, client: {encoding: direct, protos: none}}
        - {name: own-again, kind: encode, client: {encoding: direct, protos: none}}
      """;

  private static final String SMALL_SUITE =
      """
      name: small
      question: Does a suite run from end to end?
      model: fixed-reply
      batch_size: 1
      rounds: 2
      warmup: 100ms
      measure: 200ms
      baseline: naive
      control: naive-again
      max_control_half_width: 1000
      tolerance: 0.001
      cells:
        - name: naive
          step: "naive"
          client: {reuse: channel-per-call}
          server: native-tuned
        - name: naive-again
          step: "A/A control"
          client: {reuse: channel-per-call}
          server: native-tuned
        - name: best
          step: "best"
          client: {reuse: shared, transport: netty-uds, encoding: tensor-content-wrap, protos: slim}
          server: native-tuned
        - name: session-run
          step: "Session.run alone"
          server: native-tuned
          kind: session-run
      """;
}
