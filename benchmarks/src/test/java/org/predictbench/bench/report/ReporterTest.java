package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.ProgramFacts;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class ReporterTest {
  private static final List<String> MADE =
      List.of("README.md", "jmh.json", "plots/ladder.svg", "report.html", "summary.csv");

  @TempDir private Path results;

  @Test
  void rawFilesAloneGiveTheSameBytesEachTime() throws Exception {
    Path run = run("base");
    Reporter.rebuild(run);
    Map<String, String> first = contents(run);
    for (String name : MADE) {
      Files.delete(run.resolve(name));
    }
    Reporter.rebuild(run);
    assertThat(contents(run)).isEqualTo(first);
  }

  @Test
  void thePageTellsTheWholeStory() throws Exception {
    Path run = run("other");
    Reporter.Report report = Reporter.rebuild(run);
    assertThat(report.verdict().valid()).isFalse();
    assertThat(Files.readString(run.resolve("README.md")))
        .startsWith(
            "# tiny\n\nDoes it pay?\n\n"
                + "The run is INVALID: its figures are not to be relied on. As measured: With the step “kept channel” a call takes 0.")
        .contains("\n\n**INVALID**:\n\n- other FAILED: server died\n")
        .contains("the best client (`fast`) and the wire cost **")
        .contains("- `other`, round 1: server died")
        .contains("java -jar benchmarks.jar run tiny")
        .contains("| `base` | 100 MiB | 300 MiB |")
        .contains("[rounds/001/base.json](rounds/001/base.json) | `")
        .doesNotContain("NaN")
        .doesNotContain("Client programs");
    assertThat(Files.readString(run.resolve("plots/ladder.svg"))).contains(">FAILED<");
  }

  @Test
  void thePagesNameTheCellsThatWereLeftOut() throws Exception {
    Path run = run("base");
    RunInputs inputs = new RunInputs(null, null);
    RunDirectory.open(run).writeInputs(inputs.omitting(Map.of("python", "no python3 <here>")));

    assertThat(Reporter.rebuild(run).verdict().lines())
        .contains("\nnoted: left out: python (no python3 <here>)");
    assertThat(Files.readString(run.resolve("README.md"))).contains("- left out: python (no ");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("left out: python (no python3 &lt;here&gt;)");
  }

  @Test
  void thePlotIsWellFormedXml() throws Exception {
    Path run = run("base");
    Reporter.rebuild(run);
    var svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(run.resolve("plots/ladder.svg").toFile());
    assertThat(svg.getElementsByTagName("title").getLength()).isEqualTo(1);
  }

  @Test
  void thePagesSayWhichProgramsOfOtherLanguagesCalled() throws Exception {
    Suite suite = Synthetic.suite(4);
    ProgramFacts python =
        new ProgramFacts("Python", "3.11.2", Map.of("grpcio", "1.51.1", "numpy", "1.24.2"), 2e6);
    Path run =
        Synthetic.run(
            results,
            suite,
            Synthetic.change(
                Synthetic.forks(suite, 1, 50, 0.01), "fast", f -> f.but().program(python).ok()));
    Reporter.rebuild(run);
    assertThat(Files.readString(run.resolve("README.md")))
        .contains("## Client programs\n\n- `fast`: Python 3.11.2, grpcio 1.51.1, numpy 1.24.2; ")
        .contains("numpy 1.24.2; CPU time a call: 2.00 ms\n");
    assertThat(Files.readString(run.resolve("report.html")))
        .containsOnlyOnce(
            "<dt>Client program</dt><dd><b>Python 3.11.2</b><small>grpcio 1.51.1, numpy 1.24.2<")
        .contains("<h2>Client programs</h2>");
  }

  @Test
  void jmhResultsAreMergedOverForks() throws Exception {
    Path run = run("other");
    Reporter.rebuild(run);
    JsonNode merged = Json.mapper().readTree(run.resolve("jmh.json").toFile());
    assertThat(merged).hasSize(4);
    JsonNode base = merged.get(0);
    assertThat(base.path("forks").asInt()).isEqualTo(4);
    assertThat(base.at("/params/cell").asText()).isEqualTo("base");
    JsonNode metric = base.path("primaryMetric");
    assertThat(metric.path("rawDataHistogram")).hasSize(4);
    assertThat(metric.path("score").asDouble()).isCloseTo(1e6, within(2e5));
    assertThat(metric.path("scoreError").asDouble()).isPositive();
    assertThat(metric.at("/scorePercentiles/50.0").asDouble()).isCloseTo(1e6, within(2e5));
    JsonNode gc = base.at("/secondaryMetrics/gc.count");
    assertThat(gc.path("score").asDouble()).isEqualTo(8);
    assertThat(gc.path("rawData")).hasSize(4);
  }

  /** A run of four rounds in which {@code failing} never worked. */
  private Path run(String failing) throws Exception {
    Suite suite = Synthetic.suite(4);
    return Synthetic.run(
        results,
        suite,
        Synthetic.change(
            Synthetic.forks(suite, 1, 50, 0.01),
            failing,
            f ->
                ForkRecord.of(f.cell(), f.round(), f.position())
                    .took(f.startedAt(), 1)
                    .failed("server died")));
  }

  private static Map<String, String> contents(Path run) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    for (String name : MADE) {
      contents.put(name, Files.readString(run.resolve(name)));
    }
    return contents;
  }
}
