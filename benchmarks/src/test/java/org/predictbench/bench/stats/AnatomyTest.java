package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.CallParts;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.client.CallPart;

class AnatomyTest {
  private static final long CALL_NANOS = 1_100_000;
  private static final Suite SUITE = Synthetic.suite(4);

  @TempDir private Path results;

  @Test
  void partsThatAddUpAreShownAndPass() throws Exception {
    Path run = Synthetic.run(results, SUITE, forks(CALL_NANOS / 11.0));

    assertThat(Reporter.rebuild(run).verdict().line()).doesNotContain("anatomy");

    assertThat(Files.readString(run.resolve("README.md")))
        .contains("| encode | 100 µs [100 µs, 100 µs] |")
        .contains("| sum / whole | 100.0 % |")
        .contains("](plots/anatomy.svg)")
        .contains("**Session.run**: ");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("<title>Session.run: ")
        .contains("id=\"anatomy\"");
    assertThat(Files.readString(run.resolve("plots/anatomy.svg")).split("<title>", -1)).hasSize(12);
  }

  @Test
  void partsThatDoNotAddUpMakeTheRunInvalid() throws Exception {
    List<ForkRecord> forks = forks(0.94 * CALL_NANOS / 11);
    assertThat(Anatomy.problems(SUITE, forks))
        .containsExactly("anatomy: the parts of 'fast' add up to 94.0 % of the call");
    assertThat(Anatomy.problems(SUITE, forks(1.06 * CALL_NANOS / 11))).hasSize(1);
    assertThat(Anatomy.problems(SUITE, forks(1.04 * CALL_NANOS / 11))).isEmpty();
    Path run = Synthetic.run(results, SUITE, forks);
    assertThat(Reporter.read(run).verdict().line()).contains("add up to 94.0 %");
  }

  @Test
  void theMiddleHalfIsWithoutItsTails() {
    Histogram histogram =
        Histogram.of(List.of(new long[] {1, 2}, new long[] {10, 3}, new long[] {1000, 3}));
    // Of eight samples the third to the sixth: 10, 10, 10, 1000.
    assertThat(histogram.middleHalfMean()).isCloseTo(257.5, within(1e-9));
  }

  private static List<ForkRecord> forks(double partNanos) {
    Map<String, Double> parts =
        Arrays.stream(CallPart.values())
            .collect(Collectors.toMap(CallPart::name, part -> partNanos));
    Function<ForkRecord, ForkRecord> withParts =
        fork ->
            Synthetic.withParts(
                Synthetic.fork(
                    fork.cell(),
                    fork.round(),
                    fork.position(),
                    List.of(new long[] {CALL_NANOS, 100})),
                new CallParts(100, parts));
    return Synthetic.change(Synthetic.forks(SUITE, 1, 50, 0.01), "fast", withParts::apply);
  }
}
