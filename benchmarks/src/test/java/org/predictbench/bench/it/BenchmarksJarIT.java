package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
    if (!outcome.output().contains("left out: python (no Python ")) {
      assertThat(Files.readString(rounds.resolve("python.json"))).contains("grpcio");
      assertThat(Files.readString(rounds.resolve("python-cold.json"))).contains("grpcio");
    }
    Files.writeString(suite, SUITE_OF_KINDS.replace("socket: unix", "socket: pigeon"));
    jar.refuses("unknown socket 'pigeon'; known: tcp, unix", "run", suite.toString());
  }

  @Test
  void aSuiteRunsToTablesThatReportRebuilds() throws Exception {
    Path suite = Files.writeString(folder.resolve("small.yaml"), SmallSuites.FOUR_CELLS);
    Path results = folder.resolve("results");
    BuiltJar.Outcome ran = jar.run("run", suite.toString(), "--out", results.toString());
    Path run = BuiltJar.onlyChild(results);
    String summary = Files.readString(run.resolve("summary.csv"));
    assertThat(summary.lines().count()).isEqualTo(5);
    assertThat(summary).doesNotContain("FAILED");
    assertThat(Files.readString(run.resolve("environment.json"))).contains("isa_taken");
    byte[] readme = Files.readAllBytes(run.resolve("README.md"));
    Files.delete(run.resolve("README.md"));
    // Two rounds of slices this short may end with a control that is off, or of any width.
    String verdict = ran.exitCode() == 0 ? "VALID" : "INVALID: A/A control: ";
    assertThat(ran.output().lines()).anyMatch(line -> line.startsWith(verdict));
    BuiltJar.Outcome report = jar.run("report", run.toString());
    assertThat(report.output().lines()).anyMatch(line -> line.startsWith(verdict));
    assertThat(report.exitCode()).isEqualTo(ran.exitCode());
    assertThat(Files.readAllBytes(run.resolve("README.md"))).isEqualTo(readme);
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
        - {name: python, kind: process, client: {program: python, encoding: float-val}, server: native-tuned}
        - {name: python-cold, kind: cold-start-process, client: {program: python, socket: unix}, server: native-tuned}
        - {name: jpeg, client: {reuse: shared, encoding: jpeg-bytes, protos: slim}, server: native-tuned}
        - {name: two, client: {reuse: shared}, server: native-tuned, callers: 2}
      """;
}
