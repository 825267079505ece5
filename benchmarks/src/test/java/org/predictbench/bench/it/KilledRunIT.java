package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Runs that do not come to their end: killed, interrupted, and gone on with. */
class KilledRunIT {
  @TempDir Path folder;

  private BuiltJar jar;

  @BeforeEach
  void useFolder() {
    jar = new BuiltJar(folder);
  }

  @Test
  void killedHarnessLeavesNoProcessAndKeepsItsRounds() throws Exception {
    Path suite =
        Files.writeString(
            folder.resolve("long.yaml"), SmallSuites.FOUR_CELLS.replace("rounds: 2", "rounds: 50"));
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    Path run = BuiltJar.awaitFork(harness, results);
    // There are none for a moment between two rounds.
    List<ProcessHandle> children = awaitChildren(harness);
    harness.destroyForcibly().waitFor();
    BuiltJar.awaitGone(children);
    BuiltJar.Outcome report = jar.run("report", run.toString());
    assertThat(report.output()).contains("INCOMPLETE: ").contains(" of 50 rounds");
    assertThat(report.exitCode()).isEqualTo(1);
  }

  /** A fault in the midst of a run ends in a verdict that names it, without a stack trace. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KILL | enable_diagnostics | the server 'native-tuned' was killed by signal 9",
        "KILL | ForkedMain         | the fork was killed by signal 9",
        "STOP | enable_diagnostics | the server was suspended by a signal"
      })
  void aServerOrForkThatIsKilledOrStoppedIsNamed(String signal, String process, String words)
      throws Exception {
    Path suite =
        Files.writeString(
            folder.resolve("long.yaml"),
            SmallSuites.FOUR_CELLS
                .replace("rounds: 2", "rounds: 1")
                .replace("measure: 200ms", "measure: 3s\nturn: 250ms"));
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    ProcessHandle fork = awaitChild(harness, "ForkedMain");
    ProcessHandle victim = process.equals("ForkedMain") ? fork : awaitChild(harness, process);
    // In the midst of the round, which lasts some 14 s from then on.
    Thread.sleep(6000);
    signal(signal, victim);
    Thread.sleep(1500);
    signal("CONT", victim);
    String output = new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(harness.waitFor()).as(output).isEqualTo(1);
    assertThat(output.lines())
        .anyMatch(line -> line.matches("INVALID: .* FAILED: .*" + words + ".*"));
    assertThat(output).doesNotContain("\tat ");
  }

  private static ProcessHandle awaitChild(Process harness, String argument) throws Exception {
    while (harness.isAlive()) {
      for (ProcessHandle child : harness.descendants().toList()) {
        // ProcessHandle.info() cuts long command lines off.
        Path line = Path.of("/proc", Long.toString(child.pid()), "cmdline");
        if (Files.exists(line) && Files.readString(line).contains(argument)) {
          return child;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("ended before it started " + argument);
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Test
  void aRunKilledAtAnyMomentGoesOnToAllItsForksOnce() throws Exception {
    long seed = System.nanoTime();
    long millis = new Random(seed).nextLong(6000);
    String moment = "killed after %d ms, by seed %d".formatted(millis, seed);
    Path suite = Files.writeString(folder.resolve("serverless.yaml"), SmallSuites.WITHOUT_SERVER);
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    while (!Files.exists(results) || onlyChild(results, "seed.txt").isEmpty()) {
      assertThat(harness.isAlive()).isTrue();
      Thread.sleep(20);
    }
    Thread.sleep(millis);
    List<ProcessHandle> children = harness.descendants().toList();
    harness.destroyForcibly().waitFor();
    BuiltJar.awaitGone(children);
    Path run = BuiltJar.onlyChild(results);
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
            folder.resolve("long.yaml"), SmallSuites.FOUR_CELLS.replace("rounds: 2", "rounds: 50"));
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    Path run = BuiltJar.awaitFork(harness, results);
    List<ProcessHandle> children = awaitChildren(harness);
    new ProcessBuilder("kill", "-" + signal, Long.toString(harness.pid())).start().waitFor();
    String output = new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(harness.waitFor()).as(output).isEqualTo(exitCode);
    assertThat(output)
        .contains("go on with: java -jar benchmarks/target/benchmarks.jar run --resume");
    BuiltJar.awaitGone(children);
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
    BuiltJar.awaitGone(children);
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
}
