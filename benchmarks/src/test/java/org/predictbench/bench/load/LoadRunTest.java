package org.predictbench.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.objective.Decision;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadOverrides;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.serving.full.PredictRequest;

/** Whole runs against a real server, from request to run directory. */
class LoadRunTest {
  @TempDir Path folder;

  private final LoadOverrides overrides = new LoadOverrides();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private FaultyServer server;

  @BeforeEach
  void start() throws Exception {
    server = new FaultyServer();
    overrides.put("model", "m");
    overrides.put("warmup", "200ms");
    overrides.put("interval", "100ms");
    overrides.put("rules.min_duration", "100ms");
    overrides.put("rules.min_samples", "20");
    // What a busy machine does to a test is not what is tested.
    overrides.put("rules.lateness_p99", "10s");
    overrides.put("rules.generator_cpu", "1");
    overrides.put("rules.drift", "1000");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRunLeavesWhatItsReportIsMadeOf() throws Exception {
    overrides.put("rate", 200);
    overrides.put("duration", "1s");
    assertThat(run("load-smoke")).as(output.toString(StandardCharsets.UTF_8)).isTrue();

    Path run = onlyRun();
    TrialResult result = LoadDirectory.open(run).trials().get(0);
    assertThat(result.total().answered()).isEqualTo(result.trial().planned()).isPositive();
    assertThat(run.resolve("plots/percentiles.svg")).exists();
    assertThat(Files.readString(run.resolve("environment.json"))).contains("external");
    Map<Path, String> before = texts(run);
    Files.delete(run.resolve("README.md"));
    LoadReport.rebuild(run);
    assertThat(texts(run)).isEqualTo(before);
  }

  @Test
  void aStallIsInTheReportCorrectedAndUncorrected() throws Exception {
    overrides.put("rate", 400);
    overrides.put("duration", "2500ms");
    overrides.put("faults", "[{kind: stall, at: 500ms, lasts: 1400ms}]");
    assertThat(run("load-stall")).as(output.toString(StandardCharsets.UTF_8)).isTrue();

    TrialResult result = LoadDirectory.open(onlyRun()).trials().get(0);
    assertThat(result.total().answered()).isEqualTo(1000);
    assertThat(result.micros(Tag.CORRECTED, 99)).isGreaterThan(500_000);
    assertThat(result.micros(Tag.UNCORRECTED, 99)).isLessThan(250_000);
    assertThat(Files.readString(onlyRun().resolve("README.md")))
        .contains("Fault on purpose: stall at 500 ms for 1400 ms", "uncorrected p99");
  }

  @Test
  void aSearchFindsWhatAServerCanDo() throws Exception {
    // Two in flight, 20 ms each: a hundred a second, and no more.
    server.slowDown(Duration.ofMillis(20));
    overrides.put("arrivals", "uniform");
    overrides.put("rate", 30);
    overrides.put("in_flight", 2);
    overrides.put("duration", "1s");
    overrides.put("search_precision", "0.3");
    overrides.put("search_repeats", "1");
    overrides.put("slo", "p90<150ms");
    boolean valid = run("load-smoke");

    assertThat(valid).as(output.toString(StandardCharsets.UTF_8)).isTrue();
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("highest rate within p90<150ms");
    double highest =
        LoadDirectory.open(onlyRun()).trials().stream()
            .filter(TrialResult::held)
            .mapToDouble(result -> result.trial().rate())
            .max()
            .orElseThrow();
    assertThat(highest).isBetween(40.0, 110.0);
    assertThat(onlyRun().resolve("plots/latency-by-rate.svg")).exists();
  }

  @Test
  void aGatePassesAtOnceWhatIsClear() throws Exception {
    overrides.put("rate", 1000);
    overrides.put("duration", "60s");
    overrides.putAll("require", List.of("p99<5s", "failed<5%"));
    LoadReport report = request("load-smoke", Share.WHOLE).execute();

    assertThat(report.gate()).as(output.toString(StandardCharsets.UTF_8)).contains(Decision.PASS);
    TrialResult result = LoadDirectory.open(onlyRun()).trials().get(0);
    assertThat(result.trial().decided()).isTrue();
    assertThat(result.trial().sendingSeconds()).isLessThan(40);
    assertThat(result.total().answered()).isEqualTo(result.trial().planned()).isPositive();
    assertThat(result.verdict().valid()).as(result.verdict().line()).isTrue();
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("gate: PASS (run: VALID)");
    assertThat(Files.readString(onlyRun().resolve("README.md")))
        .contains("The gate says PASS: best: p99 is", "required is p99 < 5000 ms");
    assertThat(Files.readString(onlyRun().resolve("gate.json"))).contains("\"gate\" : \"PASS\"");
    assertThat(report.gateJunit()).contains("tests=\"2\"", "failures=\"0\"");
  }

  @Test
  void aGateFailsWhatIsTooSlow() throws Exception {
    server.slowDown(Duration.ofMillis(20));
    overrides.put("arrivals", "closed");
    overrides.put("callers", "1,4");
    overrides.put("duration", "30s");
    overrides.putAll("require", List.of("p90<10ms"));
    LoadReport report = request("load-smoke", Share.WHOLE).execute();

    assertThat(report.gate()).as(output.toString(StandardCharsets.UTF_8)).contains(Decision.FAIL);
    List<TrialResult> trials = LoadDirectory.open(onlyRun()).trials();
    assertThat(trials)
        .extracting(result -> result.trial().name())
        .containsExactly("best-1-caller", "best-4-callers");
    for (TrialResult result : trials) {
      assertThat(result.trial().sendingSeconds()).isLessThan(20);
      assertThat(result.total().failed()).as("nothing was torn down").isZero();
    }
    assertThat(report.gateJunit()).contains("failures=\"2\"", "required is p90 &lt; 10 ms");
    assertThat(onlyRun().resolve("plots/latency-by-throughput.svg")).exists();
    assertThat(Files.readString(onlyRun().resolve("README.md"))).contains("The gate says FAIL: ");
  }

  /** A load that the generator did not send as asked says nothing of the server. */
  @Test
  void aGateOfAnUnfaithfulLoadIsUndecided() throws Exception {
    overrides.put("rate", 1000);
    overrides.put("duration", "3s");
    overrides.put("rules.lateness_p99", "1us");
    overrides.putAll("require", List.of("p99<5s"));
    LoadReport report = request("load-smoke", Share.WHOLE).execute();
    assertThat(report.gate()).contains(Decision.UNDECIDED);
    assertThat(report.found()).contains("The gate is UNDECIDED: best: the sender was");
    assertThat(report.gateJunit()).contains("errors=\"1\"");
  }

  /** No bound on failures was asked for, and none is allowed by the suite. */
  @Test
  void aGateFailsIfAnswersAreWrong() throws Exception {
    server.answerWrongly(200);
    overrides.put("rate", 500);
    overrides.put("duration", "4s");
    for (List<String> required : List.of(List.of("p50<5s"), List.of("p50<5s", "failed<50%"))) {
      overrides.putAll("require", required);
      LoadReport report = request("load-smoke", Share.WHOLE).execute();
      assertThat(report.gate()).as(required.toString()).contains(Decision.FAIL);
      assertThat(report.found()).contains("wrong answer");
      assertThat(report.gateJunit()).contains("<failure", "wrong answer");
    }
  }

  @Test
  void severalRatesMakeACurve() throws Exception {
    overrides.put("rate", "100,200,400");
    overrides.put("duration", "1s");
    overrides.put("percentiles", "25,75");
    assertThat(run("load-smoke")).as(output.toString(StandardCharsets.UTF_8)).isTrue();
    assertThat(Files.readString(onlyRun().resolve("README.md")))
        .contains("best-100", "best-400", "| p25 |", "| p75 |", "latency-by-throughput");
    assertThat(onlyRun().resolve("plots/latency-by-throughput.svg")).exists();
  }

  @Test
  void aRunThatWasStoppedGoesOnWhereItWas() throws Exception {
    overrides.put("rate", "100,200,400");
    overrides.put("duration", "1s");
    assertThat(run("load-smoke")).as(output.toString(StandardCharsets.UTF_8)).isTrue();
    List<TrialResult> before = LoadDirectory.open(onlyRun()).trials();
    // As if it had been stopped in the second load.
    for (String left : List.of("best-200", "best-400")) {
      Files.delete(onlyRun().resolve("trials/" + left + ".json"));
    }
    assertThat(LoadReport.read(onlyRun()).verdict().line()).contains("1 of 3 loads measured");

    LoadReport report = LoadStart.resume(onlyRun(), AskedWorkload.NOTHING, quiet()).execute();
    assertThat(report.verdict().valid()).as(report.verdict().line()).isTrue();
    List<TrialResult> after = LoadDirectory.open(onlyRun()).trials();
    assertThat(after)
        .extracting(r -> r.trial().name())
        .containsExactly("best-100", "best-200", "best-400");
    assertThat(after.get(0).trial()).isEqualTo(before.get(0).trial());
    for (int i = 0; i < 3; i++) {
      assertThat(after.get(i).trial().seed()).isEqualTo(before.get(i).trial().seed());
      assertThat(after.get(i).trial().planned()).isEqualTo(before.get(i).trial().planned());
    }
    assertThat(Files.readString(onlyRun().resolve("environment.json"))).contains("external");

    // Once more there is nothing left, and nothing is called.
    server.close();
    assertThat(
            LoadStart.resume(onlyRun(), AskedWorkload.NOTHING, quiet()).execute().verdict().valid())
        .isTrue();
  }

  @Test
  void aSearchThatWasStoppedGoesOnWhereItWas() throws Exception {
    server.slowDown(Duration.ofMillis(20));
    overrides.put("arrivals", "uniform");
    overrides.put("rate", 30);
    overrides.put("in_flight", 2);
    overrides.put("duration", "1s");
    overrides.put("search_precision", "0.3");
    overrides.put("search_repeats", "1");
    overrides.put("slo", "p90<150ms");
    run("load-smoke");
    List<TrialResult> before = LoadDirectory.open(onlyRun()).trials();
    for (TrialResult late : before.subList(2, before.size())) {
      Files.delete(onlyRun().resolve("trials/" + late.trial().name() + ".json"));
    }
    LoadReport report = LoadStart.resume(onlyRun(), AskedWorkload.NOTHING, quiet()).execute();
    assertThat(report.verdict().valid()).as(report.verdict().line()).isTrue();
    List<TrialResult> after = LoadDirectory.open(onlyRun()).trials();
    assertThat(after.subList(0, 2))
        .extracting(TrialResult::trial)
        .isEqualTo(before.subList(0, 2).stream().map(TrialResult::trial).toList());
    assertThat(after.get(2).trial().name()).endsWith("-003");
  }

  @Test
  void whatWasSentMustBeTheSame() throws Exception {
    overrides.put("rate", 100);
    overrides.put("duration", "1s");
    run("load-smoke");
    assertThatThrownBy(() -> LoadStart.resume(onlyRun(), AskedWorkload.ofModel("other"), quiet()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the run loads 'm'");
    Files.delete(onlyRun().resolve("course.json"));
    assertThatThrownBy(() -> LoadStart.resume(onlyRun(), AskedWorkload.NOTHING, quiet()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds no course.json");
  }

  private PrintStream quiet() {
    return new PrintStream(output, true, StandardCharsets.UTF_8);
  }

  @Test
  void phasesAreSentAsTheyAreWritten() throws Exception {
    overrides.put("arrivals", "ramp 50..400 in 1s; burst 800 for 500ms");
    assertThat(run("load-smoke")).as(output.toString(StandardCharsets.UTF_8)).isTrue();
    TrialResult result = LoadDirectory.open(onlyRun()).trials().get(0);
    assertThat(result.total().answered()).isBetween(500L, 750L);
    assertThat(result.trial().load()).isEqualTo("ramp 50..400 in 1s; hold 800 for 500ms");
  }

  @Test
  void anSloMayBeAMultipleOfTheUnloadedMedian() throws Exception {
    server.slowDown(Duration.ofMillis(30));
    overrides.put("rate", 20);
    overrides.put("in_flight", 1);
    overrides.put("duration", "1s");
    overrides.put("rules.min_samples", "5");
    overrides.put("search_precision", "1");
    overrides.put("slo", "p90<4x");
    run("load-smoke");

    String slo = LoadDirectory.open(onlyRun()).trials().get(0).trial().slo();
    assertThat(Slo.parse(slo).limit()).isBetween(Duration.ofMillis(118), Duration.ofMillis(200));
  }

  @Test
  void wrongAnswersMakeARunInvalid() throws Exception {
    server.answerWrongly(50);
    overrides.put("rate", 200);
    overrides.put("duration", "1s");
    assertThat(run("load-smoke")).isFalse();
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("INVALID", "wrong answer");
  }

  @Test
  void aReplayedRunKeepsItsArrivals() throws Exception {
    Path file = Files.writeString(folder.resolve("own.txt"), "5\n5.1\n5.3\n5.31\n");
    overrides.put("arrivals", "replay");
    overrides.put("replay", file);
    overrides.put("duration", "500ms");
    overrides.put("rules.min_samples", "4");
    assertThat(run("load-smoke")).as(output.toString(StandardCharsets.UTF_8)).isTrue();
    Files.delete(file);

    LoadReport.rebuild(onlyRun());
    assertThat(LoadDirectory.open(onlyRun()).trials().get(0).total().answered()).isEqualTo(4);
  }

  @Test
  void aLoadThatCannotBeginLeavesNoDirectory() throws Exception {
    overrides.put("cells", "[{name: best, server: native-tuned, client: {transport: netty-uds}}]");
    LoadRun run = request("load-smoke", Share.WHOLE);
    assertThatThrownBy(run::execute).isInstanceOf(IllegalArgumentException.class);
    try (Stream<Path> left = Files.list(folder.resolve("results"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatItDoesAndForHowLongIsSaidBeforeItIsDone() throws Exception {
    overrides.put("rate", 100);
    overrides.put("duration", "1s");
    run("load-smoke");
    assertThat(output.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "plan: 1 cell(s), each",
            "best: server and client start",
            "best: warm-up",
            "best: poisson, 100/s, 1 s",
            "answered");
  }

  @Test
  void aServerOfSomebodyElseIsNotKilled() {
    assertThatThrownBy(() -> request("load-kill", Share.WHOLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("only a server that is started here can be killed");
  }

  @Test
  void aRecordedRequestIsTheOneThatIsSent() throws Exception {
    Path file = folder.resolve("request.bin");
    LoadStart.recordRequest("load-smoke", overrides.tree(), AskedWorkload.NOTHING, file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));

    assertThat(bytes.get()).isZero();
    assertThat(bytes.getInt()).isEqualTo(bytes.remaining());
    PredictRequest message = PredictRequest.parseFrom(bytes);
    assertThat(message.getModelSpec().getName()).isEqualTo("m");
    assertThat(message.getInputsOrThrow("input").getTensorContent().size()).isEqualTo(12);
  }

  @Test
  void whatCannotBeSplitIsNotSplit() {
    overrides.put("slo", "p99<1s");
    assertThatThrownBy(() -> request("load-smoke", new Share(0, 2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("several generators cannot search");
    assertThatThrownBy(
            () ->
                new Manifest("image", 4, "host:8500", 1)
                    .of(LoadSuites.complete("load-smoke", overrides.tree())))
        .hasMessageContaining("only a load with arrivals of its own is split");
  }

  @Test
  void logsOfTwoRunsAddUp() throws Exception {
    overrides.put("rate", 100);
    overrides.put("duration", "500ms");
    run("load-smoke");
    overrides.put("name", "other");
    run("load-smoke");

    Path merged = folder.resolve("merged.hlog");
    String table = Merge.of(List.of(folder.resolve("results")), merged);
    Histograms sum = new Histograms();
    try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
      for (Path run : runs.toList()) {
        sum.add(LoadDirectory.open(run).trials().get(0).total());
      }
    }
    assertThat(table).contains("2 logs").containsPattern("corrected +" + sum.answered());
    assertThatThrownBy(() -> Merge.of(List.of(merged), merged)).hasMessageContaining("exists");
    assertThatThrownBy(() -> Merge.of(List.of(), null)).hasMessageContaining("nothing to merge");
  }

  private boolean run(String suite) throws Exception {
    return request(suite, Share.WHOLE).execute().verdict().valid();
  }

  private LoadRun request(String suite, Share share) throws IOException {
    LoadRequest request =
        new LoadRequest(
            suite,
            overrides.tree(),
            server.target().toString(),
            AskedWorkload.NOTHING,
            folder.resolve("results"),
            42,
            share,
            null,
            null,
            false,
            "load " + suite);
    return LoadStart.of(request, new PrintStream(output, true, StandardCharsets.UTF_8));
  }

  private Path onlyRun() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private static Map<Path, String> texts(Path run) throws IOException {
    Map<Path, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(file, Files.readString(file));
      }
    }
    return texts;
  }
}
