package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are killed: nothing stays behind, nothing is lost, and a run goes on. */
class KilledRunIT {
  @TempDir Path folder;

  private BuiltJar jar;

  @BeforeEach
  void useFolder() {
    jar = new BuiltJar(folder);
  }

  @Test
  void killedHarnessLeavesNoProcessAndKeepsItsRounds() throws Exception {
    Path suite = Files.writeString(folder.resolve("long.yaml"), SmallSuites.TWO_CELLS);
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    Path run = BuiltJar.awaitRound(harness, results);
    List<ProcessHandle> children =
        Processes.awaitChildren(harness, Processes.SERVER, Processes.FORK);
    harness.destroyForcibly().waitFor();
    Processes.awaitGone(children);
    BuiltJar.Outcome report = jar.run("report", run.toString());
    assertThat(report.output()).contains("INCOMPLETE: ").contains(" of 50 rounds");
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void aRunKilledAtAnyMomentGoesOnToAllItsForksOnce() throws Exception {
    long seed = System.nanoTime();
    long millis = new Random(seed).nextLong(6000);
    String moment = "killed after %d ms, by seed %d".formatted(millis, seed);
    Path suite = Files.writeString(folder.resolve("serverless.yaml"), SmallSuites.WITHOUT_SERVER);
    Path results = folder.resolve("results");
    Process harness = jar.start("run", suite.toString(), "--out", results.toString());
    Processes.whileAlive(harness).until(() -> hasBegun(results));
    // On a fast machine it may have ended before that.
    boolean unused = harness.waitFor(millis, TimeUnit.MILLISECONDS);
    List<ProcessHandle> children = harness.descendants().toList();
    harness.destroyForcibly().waitFor();
    Processes.awaitGone(children);
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

  private static boolean hasBegun(Path results) throws IOException {
    if (!Files.exists(results)) {
      return false;
    }
    try (Stream<Path> runs = Files.list(results)) {
      return runs.anyMatch(run -> Files.exists(run.resolve("seed.txt")));
    }
  }

  @Test
  void exportEndsWithWhoeverAskedForIt() throws Exception {
    Process harness = jar.start("export-model", "resnet50-v2", folder.resolve("model").toString());
    List<ProcessHandle> children = Processes.awaitChildren(harness, "ExportModel");
    harness.destroyForcibly().waitFor();
    Processes.awaitGone(children);
  }
}
