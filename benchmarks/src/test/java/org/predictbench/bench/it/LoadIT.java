package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.load.FaultyServer;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.IntervalLog;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.TrialResult;

/** The {@code load} command of the jar that users run: processes, signals, the embedded server. */
class LoadIT {
  // What a busy machine does to a test is not what is tested.
  private static final List<String> QUICK =
      Stream.of(
              "warmup=1s",
              "rules.lateness_p99=10s",
              "rules.generator_cpu=1",
              "rules.drift=1000",
              "rules.min_duration=1s",
              "rules.min_samples=10")
          .flatMap(rule -> Stream.of("--set", rule))
          .toList();

  @TempDir Path folder;

  private BuiltJar jar;

  @BeforeEach
  void useFolder() {
    jar = new BuiltJar(folder);
  }

  @Test
  void unusableArgumentsAreOneLineAndExitCodeTwo() throws Exception {
    jar.refuses("unknown load suite 'nope'", "load", "nope");
    jar.refuses("rate: expected a number", "load", "load-smoke", "--rate", "-5");
    jar.refuses("of the form p99<50ms", "load", "load-smoke", "--slo", "soon");
    jar.refuses("--target needs --model", "load", "load-smoke", "--target", "127.0.0.1:1");
    jar.refuses("share '5'", "load", "load-smoke", "--share", "5");
    jar.refuses("no .hlog in", "load", "--merge", folder.toString());
  }

  @Test
  void nothingIsLostWhenTheEmbeddedServerIsKilledAndStartedAgain() throws Exception {
    Process process =
        jar.start(
            Stream.concat(
                    Stream.of(
                        "load",
                        "load-kill",
                        "--duration",
                        "12s",
                        "--rate",
                        "200",
                        "--set",
                        "faults=[{kind: kill, at: 2s, lasts: 300ms}]"),
                    QUICK.stream())
                .toList());
    String output = BuiltJar.outcomeOf(process).output();

    assertThat(process.exitValue()).as(output).isZero();
    TrialResult result = LoadDirectory.open(onlyRun(folder.resolve("results"))).trials().get(0);
    Histograms total = result.total();
    assertThat(total.sent()).isEqualTo(result.trial().planned());
    assertThat(total.answered() + total.failed() + total.dropped()).isEqualTo(total.sent());
    assertThat(total.failed()).isPositive();
    // The restarted server answers, too.
    List<Long> answered =
        result.intervals().stream().map(each -> each.histograms().answered()).toList();
    assertThat(answered.get(answered.size() - 2)).as(answered.toString()).isPositive();
    assertThat(answered.subList(2, 6)).as(answered.toString()).contains(0L);
  }

  @Test
  void anInterruptedLoadReportsWhatItHas() throws Exception {
    try (FaultyServer server = new FaultyServer()) {
      Process process =
          jar.start(
              Stream.concat(
                      Stream.of(
                          "load",
                          "load-smoke",
                          "--duration",
                          "100s",
                          "--rate",
                          "200",
                          "--target",
                          server.target().toString(),
                          "--model",
                          "m"),
                      QUICK.stream())
                  .toList());
      // A second's worth of them warm up.
      Processes.whileAlive(process).until(() -> server.calls() >= 400);
      Processes.signal("TERM", process.toHandle());
      String output = BuiltJar.outcomeOf(process).output();

      assertThat(process.exitValue()).as(output).isEqualTo(143);
      assertThat(output).contains("INVALID: best: stopped before its end");
      Path run = onlyRun(folder.resolve("results"));
      assertThat(run.resolve("README.md")).exists();
      TrialResult result = LoadDirectory.open(run).trials().get(0);
      assertThat(result.total().sent()).isEqualTo(result.total().answered()).isPositive();
      assertThat(result.trial().planned()).isGreaterThan(result.total().sent());
    }
  }

  @Test
  void fourGeneratorsAsTheManifestStartsThemAddUpToOneRecorder() throws Exception {
    try (FaultyServer server = new FaultyServer()) {
      List<JsonNode> manifest = manifest(server);
      Path suite = folder.resolve("suite.yaml");
      Files.writeString(suite, manifest.get(0).at("/data/suite.yaml").asText());
      Path results = folder.resolve("results");
      List<String> args = args(manifest.get(2), suite, results);
      List<Process> generators = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String index = Integer.toString(i);
        List<String> own =
            new ArrayList<>(args.stream().map(a -> a.replace("$(GENERATOR)", index)).toList());
        own.set(own.indexOf("--align") + 1, "2s");
        own.add("--samples");
        generators.add(jar.start(own));
      }
      for (Process generator : generators) {
        String output = BuiltJar.outcomeOf(generator).output();
        assertThat(generator.exitValue()).as(output).isZero();
      }
      Process merge = jar.start(args(manifest.get(3), suite, results));
      String output = BuiltJar.outcomeOf(merge).output();
      assertThat(merge.exitValue()).as(output).isZero();

      Histograms one = oneRecorderOf(results);
      Histograms merged = IntervalLog.total(IntervalLog.read(results.resolve("merged.hlog")));
      assertThat(one.answered()).isBetween(200L, 600L);
      for (Tag tag : Tag.values()) {
        assertThat(merged.of(tag)).as(tag.id()).isEqualTo(one.of(tag));
      }
      assertThat(output).contains("4 logs");
    }
  }

  private List<JsonNode> manifest(FaultyServer server) throws Exception {
    Process process =
        jar.start(
            Stream.concat(
                    Stream.of(
                        "load",
                        "load-smoke",
                        "--rate",
                        "200",
                        "--duration",
                        "2s",
                        "--target",
                        server.target().toString(),
                        "--model",
                        "m",
                        "--manifest",
                        "4"),
                    QUICK.stream())
                .toList());
    String yaml = BuiltJar.outcomeOf(process).output();
    assertThat(process.exitValue()).as(yaml).isZero();
    List<JsonNode> documents = new ArrayList<>();
    for (String document : yaml.split("---\n", -1)) {
      documents.add(new YAMLMapper().readTree(document));
    }
    assertThat(documents)
        .extracting(document -> document.path("kind").asText())
        .containsExactly("ConfigMap", "PersistentVolumeClaim", "Job", "Job");
    assertThat(documents.get(2).at("/spec/completionMode").asText()).isEqualTo("Indexed");
    return documents;
  }

  private static List<String> args(JsonNode job, Path suite, Path results) {
    List<String> args = new ArrayList<>();
    job.at("/spec/template/spec/containers/0/args")
        .forEach(
            arg ->
                args.add(
                    arg.asText()
                        .replace("/suite/suite.yaml", suite.toString())
                        .replaceFirst("^/results", results.toString())));
    assertThat(args).isNotEmpty();
    return args;
  }

  private static Histograms oneRecorderOf(Path results) throws IOException {
    Histograms one = new Histograms();
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        if (file.getParent().endsWith("samples")) {
          Files.readAllLines(file).stream()
              .skip(1)
              .map(line -> line.split(",", 2))
              .forEach(
                  line ->
                      one.of(Tag.valueOf(line[0].toUpperCase(Locale.ROOT)))
                          .recordValue(Long.parseLong(line[1])));
        }
      }
    }
    return one;
  }

  private static Path onlyRun(Path results) throws IOException {
    try (Stream<Path> children = Files.list(results)) {
      return children.findFirst().orElseThrow();
    }
  }
}
