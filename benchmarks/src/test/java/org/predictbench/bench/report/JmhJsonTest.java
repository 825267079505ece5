package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.result.RunDirectory;

/** {@code jmh.json} and {@code summary.csv} of a real run, as others' programs find them. */
class JmhJsonTest {
  private static final Path RUN = Path.of("src/test/resources/golden/2026-11-24_ladder_000002");

  @Test
  void aMergedResultHasTheShapeThatJmhItselfWrote() throws Exception {
    JsonNode merged = Json.mapper().readTree(RUN.resolve("jmh.json").toFile());
    JsonNode written = RunDirectory.open(RUN).forks().get(0).jmh();
    assertThat(merged).hasSize(3);
    for (JsonNode result : merged) {
      List<String> differences = new ArrayList<>();
      compare("", written, result, differences);
      // The one thing that is ours: which cell it is.
      assertThat(differences).containsExactly("/params/cell: MISSING, then STRING");
    }
  }

  @Test
  void aResultThatJmhWouldNotWriteIsToldApart() throws Exception {
    List<String> differences = new ArrayList<>();
    compare(
        "",
        Json.mapper().readTree("{\"score\": 1.5, \"rawData\": [[1.0]]}"),
        Json.mapper().readTree("{\"score\": \"fast\", \"rawData\": [1.0]}"),
        differences);
    assertThat(differences)
        .containsExactly("/score: NUMBER, then STRING", "/rawData/0: ARRAY, then NUMBER");
  }

  @Test
  void anotherCsvReaderFindsEveryCellUnderItsColumns() throws Exception {
    String script =
        """
        import csv, sys
        for row in csv.DictReader(open(sys.argv[1], newline='')):
            assert None not in row and None not in row.values(), row
            print(row['cell'], row['step'], float(row['p50']) > 0, row['status'], sep='|')
        """;
    Path step = Files.createTempFile("summary", ".csv");
    // A step with a comma and quotes in it, besides the real ones.
    String odd = "odd,\"a \"\"quoted\"\", step\",us,1,,,,1,,,,,,,,,OK,,,,,,,,\n";
    Files.writeString(step, Files.readString(RUN.resolve("summary.csv")) + odd);
    Process python =
        new ProcessBuilder("python3", "-c", script, step.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Files.delete(step);
    assertThat(output.lines())
        .containsExactly(
            "naive-generic|naive client, generic build|True|OK",
            "naive-generic-again|A/A control|True|OK",
            "best|+ own marshaller|True|OK",
            "odd|a \"quoted\", step|True|OK");
  }

  /** Keys and kinds of values; of a list all entries are to be like its first. */
  private static void compare(
      String path, JsonNode expected, JsonNode actual, List<String> differences)
      throws IOException {
    if (expected.getNodeType() != actual.getNodeType()) {
      // JMH, too, writes "NaN" where there is no number.
      if (!actual.asText().equals("NaN") && !expected.asText().equals("NaN")) {
        differences.add(path + ": " + expected.getNodeType() + ", then " + actual.getNodeType());
      }
      return;
    }
    if (expected.isArray()) {
      for (int i = 0; i < actual.size(); i++) {
        compare(path + "/" + i, expected.path(0), actual.get(i), differences);
      }
    }
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      compare(
          path + "/" + entry.getKey(), entry.getValue(), actual.path(entry.getKey()), differences);
    }
    for (Map.Entry<String, JsonNode> entry : actual.properties()) {
      if (!expected.has(entry.getKey())) {
        compare(
            path + "/" + entry.getKey(),
            expected.path(entry.getKey()),
            entry.getValue(),
            differences);
      }
    }
  }
}
