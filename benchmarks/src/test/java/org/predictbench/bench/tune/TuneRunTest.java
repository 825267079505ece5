package org.predictbench.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.suite.LoadOverrides;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuiteYaml;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Verdict;
import org.predictbench.server.config.Batching;
import org.predictbench.server.config.Build;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerConfigs;
import org.predictbench.server.config.Threads;

/** From measurements on disk to the files that are deployed. */
class TuneRunTest {
  private static final Goal GOAL = new Goal(Goal.For.RATE, Slo.parse("p99<20ms"), Optional.empty());

  @TempDir Path folder;

  private final TuneRequest request =
      new TuneRequest(
          GOAL,
          Duration.ofMinutes(40),
          7,
          "my/model",
          null,
          1,
          "--model my/model --requests r.npz",
          new Space.Circumstances(2, 3, false));

  /** A whole run, but that the servers are synthetic. */
  private TuneDirectory measured(int most) throws Exception {
    TuneDirectory directory =
        TuneDirectory.create(
            folder,
            request,
            Space.text(null),
            "tune --model my/model",
            Clock.systemUTC(),
            () -> "abc123");
    measure(directory, most);
    return directory;
  }

  private static void measure(TuneDirectory directory, int most) throws Exception {
    SyntheticBench bench = new SyntheticBench(5, 0.03);
    List<Measurement> before = directory.measurements();
    // As if those had strayed as they did.
    Bench live =
        task -> {
          if (directory.measurements().size() >= most) {
            throw new InterruptedException("Ctrl-C");
          }
          return bench.measure(task);
        };
    RecordedBench recorded = new RecordedBench(before, live, directory);
    TuneRequest request = directory.request();
    try {
      new Tuning(
              directory.space(),
              request.goal(),
              request.budget(),
              request.seed(),
              recorded,
              new Quiet())
          .run();
    } catch (InterruptedException e) {
      // Stopped.
    }
  }

  @Test
  void theReportHasTheAnswerAndTheFilesToDeploy() throws Exception {
    TuneDirectory directory = measured(Integer.MAX_VALUE);
    TuneReport report = TuneReport.rebuild(directory.path());
    assertThat(report.verdict().valid()).as(report.verdict().line()).isTrue();
    Setting best = report.finding().recommended().orElseThrow().setting();
    String page = Files.readString(directory.path().resolve("README.md"));
    assertThat(page)
        .doesNotContain("\\")
        .contains("Recommended is ", "× today's", "## To deploy", "deploy/best.yaml")
        .contains(
            "deploy/verify.yaml --model my/model --requests r.npz",
            "--target host:8500 --model model");
    assertThat(Files.readString(directory.path().resolve("report.html"))).contains("To deploy");
    assertThat(directory.path().resolve("plots/rate-and-latency.svg")).exists();
    assertThat(directory.request()).isEqualTo(request);

    Path deploy = directory.path().resolve("deploy");
    ServerConfig config = ServerConfigs.load(deploy.resolve("best.yaml").toString());
    assertThat(config).isEqualTo(best.config());
    assertThat(Files.exists(deploy.resolve("batching.pbtxt"))).isEqualTo(best.batching().enabled());
    assertThat(Files.readString(deploy.resolve("docker-compose.yml")))
        .contains("tensorflow/serving:", "--model_name=model", "./models/model");
    assertThat(Files.readString(deploy.resolve("kubernetes.yaml"))).contains("kind: Deployment");
    LoadSuite verify =
        LoadSuiteYaml.read(
            "verify.yaml",
            LoadSuites.complete(
                deploy.resolve("verify.yaml").toString(), new LoadOverrides().tree()));
    assertThat(verify.gate().orElseThrow().requirements())
        .extracting(Object::toString)
        .containsExactly("p99<20ms", "failed<0.5%");
    assertThat(verify.cells().get(0).client()).isEqualTo(best.variant().axes());
    assertThat(ServerConfigs.load(verify.cells().get(0).server())).isEqualTo(best.config());
  }

  @Test
  void everyClientSnippetCompiles() throws Exception {
    for (String client : List.of("naive", "grpc", "best", "leanest")) {
      for (int connections : new int[] {1, 4}) {
        Setting setting =
            new Setting(Build.NATIVE, Threads.DEFAULT, Batching.OFF, 0, client, connections);
        Finding.Finalist finalist =
            new Finding.Finalist(
                setting,
                new Estimate(40, 39, 41),
                Estimate.NONE,
                0.03,
                true,
                0,
                0,
                Optional.empty());
        String source =
            new Deployment(request, finalist, Path.of("deploy")).files().get("Client.java");
        assertThat(errors(source)).as(source).isEmpty();
      }
    }
  }

  private List<String> errors(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Client.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var unused =
        compiler
            .getTask(
                null,
                null,
                found,
                List.of("-d", folder.toString(), "-Xlint:all", "-proc:none"),
                null,
                List.of(file))
            .call();
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() != Diagnostic.Kind.NOTE)
        .map(each -> each.getMessage(null))
        .filter(message -> !message.contains("path"))
        .toList();
  }

  @Test
  void aRunThatWasStoppedGoesOnAsIfItHadNot() throws Exception {
    TuneDirectory whole = measured(Integer.MAX_VALUE);
    List<Measurement> all = whole.measurements();
    for (int at : new int[] {1, 10, all.size() - 3}) {
      TuneDirectory stopped =
          TuneDirectory.create(
              folder,
              request,
              Space.text(null),
              "tune",
              Clock.systemUTC(),
              () -> "stopped-at-" + at);
      for (Measurement each : all.subList(0, at)) {
        stopped.add(each);
      }
      // It was just writing the next one.
      Path lines = stopped.path().resolve("measurements.jsonl");
      Files.writeString(lines, Files.readString(lines) + "{\"setting\":\"nat");
      stopped.repair();
      List<String> asked = new ArrayList<>();
      RecordedBench bench =
          new RecordedBench(
              stopped.measurements(),
              task -> {
                asked.add(task.stage());
                return all.get(at + asked.size() - 1);
              },
              stopped);
      new Tuning(
              stopped.space(), request.goal(), request.budget(), request.seed(), bench, new Quiet())
          .run();
      assertThat(stopped.measurements()).isEqualTo(all);
      assertThat(asked).hasSize(all.size() - at);
    }
  }

  @Test
  void whatIsThereAtCtrlCIsReported() throws Exception {
    TuneReport report = TuneReport.rebuild(measured(12).path());
    assertThat(report.found()).contains("nothing can be recommended yet");
    assertThat(report.verdict().valid()).isFalse();
    assertThat(report.text()).contains("looks");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.findFirst().orElseThrow().resolve("deploy")).doesNotExist();
    }
  }

  /** In the midst of the rounds there are figures, but no answer. */
  @Test
  void roundsThatAreMissingMakeItIncomplete() throws Exception {
    int all = measured(Integer.MAX_VALUE).measurements().size();
    TuneDirectory directory =
        TuneDirectory.create(
            folder, request, Space.text(null), "tune", Clock.systemUTC(), () -> "cut");
    measure(directory, all - 4);
    TuneReport report = TuneReport.rebuild(directory.path());
    assertThat(report.verdict().state()).isEqualTo(Verdict.State.INCOMPLETE);
    assertThat(report.finding().recommended()).isEmpty();
    assertThat(report.found()).contains("nothing can be recommended yet");
    assertThat(directory.path().resolve("deploy")).doesNotExist();
  }

  @Test
  void aModelBelowTheUsersHomeIsFoundAgain() throws Exception {
    String model = System.getProperty("user.home") + "/models/bert";
    TuneRequest below =
        new TuneRequest(
            GOAL,
            Duration.ofMinutes(40),
            7,
            model,
            null,
            1,
            "--model " + model,
            new Space.Circumstances(2, 3, false));
    TuneDirectory directory =
        TuneDirectory.create(
            folder, below, Space.text(null), "tune", Clock.systemUTC(), () -> "home");
    assertThat(directory.request()).isEqualTo(below);
    assertThat(Files.readString(directory.path().resolve("tune.yaml")))
        .doesNotContain(System.getProperty("user.home") + "/");
  }

  @Test
  void measurementsThatDoNotFollowAreRefused() throws Exception {
    TuneDirectory directory = measured(8);
    List<Measurement> wrong = new ArrayList<>(directory.measurements());
    Collections.swap(wrong, 3, 5);
    Tuning tuning =
        new Tuning(
            directory.space(),
            GOAL,
            request.budget(),
            request.seed(),
            new RecordedBench(wrong, new SyntheticBench(1, 0), directory),
            new Quiet());
    assertThatThrownBy(tuning::run)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("made by another version, or edited");
  }

  @Test
  void goalsAreRefusedInOneLine() {
    assertThatThrownBy(() -> new Goal(Goal.For.RATE, GOAL.within(), Optional.of(5.0)))
        .hasMessageContaining("leave --rate out");
    assertThatThrownBy(() -> new Goal(Goal.For.LATENCY, GOAL.within(), Optional.empty()))
        .hasMessageContaining("--for latency needs --rate");
    assertThatThrownBy(() -> new Goal(Goal.For.RATE, Slo.parse("p99<4x"), Optional.empty()))
        .hasMessageContaining("--within takes a time");
  }

  @Test
  void aSmallSpaceIsRefusedBeforeAnythingStarts() throws Exception {
    Path space = folder.resolve("space.yaml");
    Files.writeString(space, "client: [best]\n");
    assertThatThrownBy(
            () ->
                TuneRun.begin(
                    new TuneRun.Order(GOAL, Duration.ofMinutes(40), 7, null, "tune"),
                    AskedWorkload.NOTHING,
                    space,
                    folder.resolve("results"),
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
        .hasMessageContaining("leaves nothing to choose");
    assertThat(folder.resolve("results")).doesNotExist();
  }
}
