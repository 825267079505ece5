package org.predictbench.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.bench.files.InputException;

class SuiteYamlTest {
  @Test
  void everyShippedSuiteLoadsAndIsIndexed() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources/suites"))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml"))
              .map(name -> name.replace(".yaml", ""))
              .toList();
      assertThat(Suites.shipped()).containsExactlyInAnyOrderElementsOf(names);
    }
    assertThat(Suites.shipped())
        .allSatisfy(name -> assertThat(Suites.load(name).name()).isEqualTo(name));
  }

  @Test
  void theLadderIsTheStory() {
    Suite ladder = Suites.load("ladder");
    assertThat(ladder.cells())
        .extracting(Cell::name)
        .containsExactly(
            "naive-stock",
            "naive-stock-again",
            "naive-avx2",
            "naive-tuned",
            "kept-channel",
            "tensor-content",
            "slim",
            "unix-socket",
            "best",
            "all-instructions",
            "onednn",
            "session-run");
    Protocol protocol = ladder.protocol();
    assertThat(protocol.slice()).isEqualTo(Duration.ofMillis(120));
    assertThat(protocol.warmupPasses()).isEqualTo(1);
    assertThat(protocol.measuredPasses()).isEqualTo(8);
    assertThat(ladder.measuredSlices(ladder.cell("naive-stock-again").orElseThrow())).isEqualTo(16);
    assertThat(ladder.measuredSlices(ladder.cell("slim").orElseThrow())).isEqualTo(8);
    assertThat(ladder.cell("best").orElseThrow().client().keySet())
        .containsExactly("reuse", "transport", "encoding", "protos", "call");
    assertThat(ladder.cell("session-run").orElseThrow().kind())
        .isEqualTo(CellKind.of("session-run"));
  }

  @Test
  void writingAndReadingGivesTheSameSuite() {
    Suite ladder = Suites.load("ladder").withRounds(3);
    assertThat(SuiteYaml.read("x", SuiteYaml.write(ladder))).isEqualTo(ladder);
    assertThat(Suites.shipped())
        .map(Suites::load)
        .allSatisfy(
            suite -> assertThat(SuiteYaml.read("x", SuiteYaml.write(suite))).isEqualTo(suite));
  }

  @Test
  void cellsMayHaveAModelASignatureOutputsAndAReferenceOfTheirOwn() {
    Suite models = Suites.load("models");
    assertThat(models.models()).containsExactly("recommender", "text-encoder", "resnet50-v2");
    assertThat(models.reference(models.cell("resnet-best").orElseThrow()))
        .isEqualTo("resnet-naive");
    assertThat(Suites.load("examples").cell("example-proto").orElseThrow().workload().signature())
        .isEqualTo("examples");
    assertThat(Suites.load("replies").cell("pooled").orElseThrow().workload().outputs())
        .containsExactly("pooled_output");
    for (String name : List.of("models", "examples", "replies", "dtypes")) {
      Suite suite = Suites.load(name);
      assertThat(SuiteYaml.read(name, SuiteYaml.write(suite))).isEqualTo(suite);
    }
  }

  /** What a cell's client is shows of what kind the cell is. */
  @Test
  void clientsOfTheUsersOwnAreReadWithTheirOptions() {
    String yaml =
        SuiteYaml.write(Suites.load("clients"))
            .replaceFirst(
                "(?s)\\z",
                """
                - name: pooled
                  client: {class: com.acme.Factory, options: {pool: 4, mode: fast}}
                  server: native-tuned
                - name: rust
                  client: {command: ./client --fast, socket: unix, options: {pool: 4}}
                  server: native-tuned
                """);

    Suite suite = SuiteYaml.read("mine", yaml);

    Cell pooled = suite.cell("pooled").orElseThrow();
    assertThat(pooled.kind().id()).isEqualTo("own-client");
    assertThat(pooled.client())
        .containsExactly(
            Map.entry("class", "com.acme.Factory"),
            Map.entry("options.pool", "4"),
            Map.entry("options.mode", "fast"));
    assertThat(suite.cell("rust").orElseThrow().kind().id()).isEqualTo("process");
    assertThat(SuiteYaml.read("again", SuiteYaml.write(suite))).isEqualTo(suite);
    assertThatThrownBy(
            () -> SuiteYaml.read("mine", yaml.replace("{pool: 4, mode: fast}", "{pool: [4]}")))
        .hasMessageContaining("'pool' is a list; a word or number is expected");
  }

  @Test
  void formerKeysAreReadWithANote(@TempDir Path folder) throws Exception {
    String now = Files.readString(Path.of("src/main/resources/suites/ladder.yaml"));
    String then =
        now.replaceFirst("(?m)^stub_warmup:", "rehearsal:")
            .replaceFirst("(?m)^slice:", "turn:")
            .replaceFirst("(?m)^baseline_slices:", "baseline_turns:");
    Path mine = Files.writeString(folder.resolve("mine.yaml"), then);

    assertThat(Suites.load(mine.toString())).isEqualTo(SuiteYaml.read("ladder.yaml", now));
    assertThat(Suites.notes(mine.toString()))
        .hasSize(3)
        .contains(
            "note: "
                + mine
                + ": write 'slice' in place of 'turn', which the next version will reject");
    assertThat(Suites.notes("ladder")).isEmpty();
    assertThatThrownBy(() -> SuiteYaml.read("x", now + "\nturn: 1s\n"))
        .isInstanceOf(InputException.class)
        .hasMessage("x: turn: is the former name of slice, which is there too");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rounds: 4          | round: 6           | rounds: missing",
        "rounds: 4          | rounds: 0          | rounds: expected a whole number from 1",
        "warmup: 120ms      | warmup: 1          | warmup: expected a duration such as 1500ms",
        "slice: 120ms        | slice: 0s           | slice: expected a duration above 0",
        "batch_size: 1      | batch_size: 1\\nx: 2| x: unknown key; known: against, baseline",
        "batch_size: 1      | batch_size: 1\\nbatch_size: 2 | is not YAML: Duplicate field",
        "baseline: naive-stock | baseline: z   | baseline: unknown cell 'z'; known: naive-stock",
        "control: naive-stock-again | control: best | must equal those of 'naive-stock'",
        "control: naive-stock-again | control: naive-stock | is the baseline",
        "name: slim         | name: best         | 'best' appears twice",
        "name: slim         | name: ../slim      | '../slim' is no file name",
        "kind: session-run  | kind: run          | known: anatomy, cold-start",
        "cells:             | cells: [           | not YAML",
      })
  void faultsAreNamedInOneLine(String right, String wrong, String message) throws Exception {
    String yaml = Files.readString(Path.of("src/main/resources/suites/ladder.yaml"));
    String broken = yaml.replaceFirst(right.strip(), wrong.strip().replace("\\n", "\n"));
    assertThatThrownBy(() -> SuiteYaml.read("my.yaml", broken))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("my.yaml")
        .hasMessageContaining(message.strip())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void anUnknownSuiteNamesTheKnown(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> Suites.load("x"))
        .hasMessageStartingWith("unknown suite 'x'; known: ladder");
    Path file = Files.writeString(folder.resolve("own.yaml"), SuiteYaml.write(Synthetic.suite(2)));
    assertThat(Suites.load(file.toString())).isEqualTo(Synthetic.suite(2));
  }

  @Test
  void whatIsComparedIsKeptAndAnUnknownOneRefused() {
    String yaml = SuiteYaml.write(Synthetic.suite(4));
    assertThat(SuiteYaml.read("s", yaml).protocol().comparedTime()).isEqualTo(ComparedTime.P50);
    Suite suite = SuiteYaml.read("s", yaml + "compare_by: fast-quarter\n");
    assertThat(suite.protocol().comparedTime()).isEqualTo(ComparedTime.FAST_QUARTER);
    assertThat(SuiteYaml.read("s", SuiteYaml.write(suite))).isEqualTo(suite);
    assertThat(suite.withRounds(9).protocol().comparedTime()).isEqualTo(ComparedTime.FAST_QUARTER);
    assertThatThrownBy(() -> SuiteYaml.read("s", yaml + "compare_by:\n"))
        .hasMessage("s: compare_by: no value: give one, or leave the key out");
    assertThatThrownBy(() -> SuiteYaml.read("s", yaml + "compare_by: p49\n"))
        .hasMessage("s: compare_by: unknown 'p49'; known: p50, fast-quarter");
  }
}
