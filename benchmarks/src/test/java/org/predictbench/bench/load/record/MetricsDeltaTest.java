package org.predictbench.bench.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsDeltaTest {
  private static final String NAME = ":tensorflow:serving:request_latency";

  @TempDir Path folder;

  private Optional<MetricsDelta> delta(String... lines) throws Exception {
    Path file = folder.resolve("m.csv");
    Files.writeString(file, "time,metric,value\n" + String.join("\n", lines) + "\n");
    return MetricsDelta.read(file);
  }

  private static String line(int second, String series, String value) {
    return "2026-12-01T00:00:0%dZ,\"%s\",%s".formatted(second, series.replace("\"", "\"\""), value);
  }

  private static String series(String kind, String model, String bound) {
    return NAME
        + "_"
        + kind
        + "{model_name=\""
        + model
        + "\",API=\"Predict\""
        + (bound.isEmpty() ? "" : ",le=\"" + bound + "\"")
        + "}";
  }

  @Test
  void aHistogramGrowsByWhatCameInBetween() throws Exception {
    MetricsDelta delta =
        delta(
                line(1, series("count", "m", ""), "10"),
                line(1, series("sum", "m", ""), "1000"),
                line(1, series("bucket", "m", "100"), "10"),
                line(1, series("bucket", "m", "200"), "10"),
                line(1, series("bucket", "m", "+Inf"), "10"),
                "2026-12-01T00:00:02Z,# not there,",
                line(3, series("count", "m", ""), "30"),
                line(3, series("sum", "m", ""), "4000"),
                line(3, series("bucket", "m", "100"), "15"),
                line(3, series("bucket", "m", "200"), "30"),
                line(3, series("bucket", "m", "+Inf"), "30"),
                // That model came while it was asked.
                line(3, series("count", "other", ""), "7"))
            .orElseThrow();
    MetricsDelta.Histogram histogram = delta.histogram(NAME, "model_name=\"m\"").orElseThrow();
    assertThat(histogram.count()).isEqualTo(20);
    assertThat(histogram.mean()).isEqualTo(150);
    assertThat(histogram.percentile(25)).isCloseTo(100, within(1e-9));
    assertThat(histogram.percentile(50)).isCloseTo(100 + 100.0 * 5 / 15, within(1e-9));
    assertThat(histogram.percentile(100)).isCloseTo(200, within(1e-9));
    assertThat(delta.histogram(NAME, "").orElseThrow().count()).isEqualTo(27);
    assertThat(delta.histogram(NAME, "model_name=\"none\"")).isEmpty();
    assertThat(delta.histogram(":tensorflow:serving:runtime_latency", "")).isEmpty();
  }

  @Test
  void beyondTheLastBoundNothingIsGuessed() throws Exception {
    MetricsDelta.Histogram histogram =
        delta(
                line(1, series("count", "m", ""), "0"),
                line(2, series("count", "m", ""), "4"),
                line(2, series("bucket", "m", "10"), "1"),
                line(2, series("bucket", "m", "+Inf"), "4"))
            .orElseThrow()
            .histogram(NAME, "")
            .orElseThrow();
    assertThat(histogram.percentile(99)).isEqualTo(10);
  }

  @Test
  void oneSampleSaysNothing() throws Exception {
    assertThat(delta(line(1, series("count", "m", ""), "10"))).isEmpty();
    assertThat(delta("2026-12-01T00:00:02Z,# HTTP status 404,")).isEmpty();
  }
}
