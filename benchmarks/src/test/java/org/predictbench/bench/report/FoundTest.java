package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.process.CallerThreads;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Workload;
import org.predictbench.bench.stats.Verdict;

/** The first sentence of each page, on runs whose truth is known. */
class FoundTest {
  private static final String RATIO = " × \\[\\d\\.\\d+, \\d\\.\\d+]";

  private static MadeUpRun ladder(double last) {
    return new MadeUpRun()
        .cell("a", "naive client, stock build", "channel-per-call", "stock", 1000)
        .cell("again", "A/A control", "channel-per-call", "stock", 1000)
        .cell("b", "+ build for AVX2", "channel-per-call", "avx2-fma", 500)
        .cell("c", "+ threads", "channel-per-call", "avx2-fma-tuned", 400)
        .cell("d", "+ channel kept", "shared", "avx2-fma-tuned", 200)
        .cell("e", "+ pool", "pool-2", "avx2-fma-tuned", last);
  }

  private static void matches(String text, String pattern) {
    assertThat(text).containsPattern(pattern);
  }

  @Test
  void aLadderIsWorthTheProductOfItsStepsByWhatTheyChange() {
    String found = Found.of(ladder(100).summary());

    matches(
        found,
        "^With all 4 steps a call takes 0\\.(100|099\\d|10[01]) × the time of “naive client, stock build” \\[0\\..*], p50 .* µs against .* (ms|µs)\\.");
    matches(
        found,
        "By what the steps change: the build 0\\.(50|49)\\d"
            + RATIO
            + ", the server's threads 0\\.(80|79)\\d"
            + RATIO
            + " and the client in 2 steps 0\\.2(5|4)\\d"
            + RATIO
            + "\\.");
    assertThat(found).doesNotContain("No difference").doesNotContain("FAILED");
  }

  @Test
  void aStepThatChangesNothingIsCountedWithWhatWouldHaveShown() {
    matches(
        Found.of(ladder(200).noise(0.01).summary()),
        "No difference is shown for 1 of the 4 steps \\(\\d\\.\\d % would have been\\)\\.");
  }

  @Test
  void aStepThatFailedIsNamedAndNotCounted() {
    String found = Found.of(ladder(Double.NaN).summary());

    assertThat(found)
        .startsWith("With the 3 of 4 steps that were measured a call takes 0.")
        .endsWith("FAILED and without a figure: “pool”.");
  }

  @Test
  void aSingleRoundHasNoInterval() {
    assertThat(Found.of(ladder(100).rounds(1).summary()))
        .contains("(one round: no interval)")
        .doesNotContain("NaN")
        .doesNotContain("No difference");
  }

  @Test
  void aListIsCountedAgainstItsBaseline() {
    String found = Found.of(list().summary());

    matches(
        found, "^“fast” takes 0\\.(50|49)\\d × the time of “plain” \\[.*], p50 .* against .*\\.");
    matches(
        found,
        "Of 3 cells compared with “plain”, 1 takes less time; 1 takes more time; no difference is shown for 1 \\(.* % would have been\\)\\.$");
  }

  private static MadeUpRun list() {
    return new MadeUpRun()
        .cell("plain", "plain", "shared", "native", 1000)
        .cell("again", "A/A control", "shared", "native", 1000)
        .cell("slow", "slow", "channel-per-call", "native", 2000)
        .cell("same", "same", "pool-2", "native", 1001)
        .cell("fast", "fast", "stub-per-call", "native", 500)
        .noise(0.01);
  }

  @Test
  void rowsAndColumnsAreComparedColumnByColumn() {
    String found =
        Found.of(
            GridTestRuns.threads()
                .listing(new Listing(Optional.empty(), Optional.of("two-8"), Optional.empty()))
                .summary());

    matches(
        found,
        "^“native, intra 2” takes 0\\.(50|49)\\d × the time of “native, intra 1” \\[.*] with 1 caller and 0\\.(75|74)\\d"
            + RATIO
            + " with 8 callers\\.");
    matches(
        found,
        "Most calls a second that were measured: 26\\d\\d, “native, intra 2” with 8 callers\\.$");
  }

  @Test
  void eachModelHasItsOwnRatio() {
    Workload slow = new Workload(1, CallerThreads.PLATFORM, 0, 0, "slow-model", "", List.of());
    String found =
        Found.of(
            new MadeUpRun()
                .cell("a", "quick: naive", "channel-per-call", "native", 100)
                .cell("again", "quick: A/A control", "channel-per-call", "native", 100)
                .cell("b", "quick: + kept", "shared", "native", 20)
                .cell("c", "slow: naive", "channel-per-call", "native", slow, 1000)
                .cell("d", "slow: + kept", "shared", "native", slow, 900)
                .summary());

    matches(
        found,
        "^“kept” takes 0\\.(200|199|20\\d) × the time of “naive” \\[.*] for fixed-reply and 0\\.(90|89)\\d"
            + RATIO
            + " for slow-model\\.");
  }

  @Test
  void aRunThatIsNotValidSaysSoFirst() {
    assertThat(Words.judged(Verdict.of(List.of("too noisy")), "X."))
        .isEqualTo("The run is INVALID: its figures are not to be relied on. As measured: X.");
    assertThat(
            Words.judged(
                new Verdict(Verdict.State.INCOMPLETE, List.of("2 of 5"), List.of(), true), "X."))
        .startsWith("The run is INCOMPLETE: its figures are not to be relied on.");
    assertThat(Words.judged(Verdict.of(List.of()), "X.")).isEqualTo("X.");
  }

  @Test
  void whatWasNotMeasuredFoundNothing() {
    assertThat(
            Found.of(
                new MadeUpRun()
                    .cell("a", "plain", "shared", "native", Double.NaN)
                    .cell("b", "A/A control", "shared", "native", Double.NaN)
                    .summary()))
        .isEqualTo("Nothing was measured. FAILED and without a figure: “plain”, “A/A control”.");
  }

  @Test
  void aColumnOfDashesAndTheStepsOfAListAreLeftOut() {
    assertThat(Table.of(list().summary()).rows().get(0))
        .contains("p90")
        .doesNotContain("p99", "p99.9", "to previous step", "callers");
    assertThat(Table.of(ladder(100).summary()).rows().get(0)).contains("to previous step");
  }
}
