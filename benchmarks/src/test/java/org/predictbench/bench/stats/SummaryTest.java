package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.SuiteYaml;
import org.predictbench.bench.result.Synthetic;

class SummaryTest {
  private final Suite suite = Synthetic.suite(6);
  private final List<ForkRecord> forks = Synthetic.forks(suite, 1, 200, 0.01);

  @Test
  void knownRatiosAreFound() {
    Summary summary = Summary.of(suite, forks, 7);
    CellSummary fast = summary.cell("fast").orElseThrow();
    assertThat(fast.ratio().value()).isCloseTo(0.5, within(0.01));
    assertThat(fast.ratio().contains(0.5)).isTrue();
    assertThat(fast.ratio().halfWidth()).isBetween(0.001, 0.03);
    assertThat(fast.stepRatio().value()).isEqualTo(fast.ratio().value());
    assertThat(summary.cell("other").orElseThrow().stepRatio().contains(0.5)).isTrue();
    assertThat(summary.cell("base").orElseThrow().ratio()).isEqualTo(new Estimate(1, 1, 1));
    assertThat(summary.cell("control").orElseThrow().stepRatio().hasValue()).isFalse();
    assertThat(fast.p50().value() / summary.cell("base").orElseThrow().p50().value())
        .isCloseTo(fast.ratio().value(), within(1e-12));
  }

  @Test
  void theCallCostIsTheBestCellOfTheSameServerLessSessionRun() {
    Summary.CallCost cost = Summary.of(suite, forks, 7).callCost().orElseThrow();
    assertThat(cost.best()).isEqualTo("fast");
    assertThat(cost.micros().contains(300)).isTrue();
    assertThat(cost.micros().value()).isCloseTo(300, within(45.0));
  }

  @Test
  void tailsNeedEnoughSamples() {
    CellSummary few = Summary.of(suite, Synthetic.forks(suite, 1, 110, 0), 7).cells().get(0);
    assertThat(few.samples()).isEqualTo(660);
    assertThat(few.p90().value()).isPositive();
    assertThat(few.p99().hasValue()).isFalse();
    CellSummary more = Summary.of(suite, forks, 7).cells().get(0);
    assertThat(more.p99().hasInterval()).isTrue();
    assertThat(more.p999().hasValue()).isFalse();
    CellSummary most = Summary.of(suite, Synthetic.forks(suite, 1, 1106, 0), 7).cells().get(0);
    assertThat(most.p999().hasInterval()).isTrue();
  }

  @Test
  void roundsMissingOnOneSideAreLeftOut() {
    List<ForkRecord> gaps =
        Synthetic.change(
            forks,
            "fast",
            f ->
                f.round() < 5
                    ? f
                    : ForkRecord.of("fast", f.round(), 1).took(Instant.EPOCH, 1).failed("x"));
    CellSummary fast = Summary.of(suite, gaps, 7).cell("fast").orElseThrow();
    assertThat(fast.rounds()).isEqualTo(4);
    assertThat(fast.failedRounds()).isEqualTo(2);
    assertThat(fast.ok()).isTrue();
    assertThat(fast.ratio().value()).isCloseTo(0.5, within(0.02));
  }

  @Test
  void theSameSeedGivesTheSameSummaryFast() {
    List<ForkRecord> many = Synthetic.forks(suite, 1, 20_000, 0.01);
    // CPU time, so that a busy machine does not fail the test.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    Summary first = Summary.of(suite, many, 7);
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(3));
    assertThat(Summary.of(suite, many, 7)).isEqualTo(first);
  }

  @Test
  void aCellMayBeComparedWithAnotherThanTheBaseline() {
    Suite plain = Synthetic.suite(4);
    Suite suite =
        plain.withCells(
            plain.cells().stream()
                .map(cell -> cell.name().equals("other") ? cell.withAgainst("fast") : cell)
                .toList());

    Summary summary = Summary.of(suite, Synthetic.forks(suite, 1, 50, 0.001), 1);

    assertThat(summary.cell("other").orElseThrow().ratio().value()).isBetween(0.49, 0.51);
    assertThat(summary.cell("fast").orElseThrow().ratio().value()).isBetween(0.49, 0.51);
    assertThat(
            suite
                .withCells(suite.cells().stream().filter(c -> !c.name().equals("fast")).toList())
                .cells())
        .allSatisfy(cell -> assertThat(cell.against()).isEmpty());
  }

  /** What disturbs a machine adds time to some calls; how many they are is the machine's luck. */
  @Test
  void theFasterQuarterIsNotMovedByWhatDisturbsTheOtherCalls() {
    Suite suite = Synthetic.suite(6);
    Suite fastQuarter =
        SuiteYaml.read("tiny", SuiteYaml.write(suite) + "compare_by: fast-quarter\n");
    Random random = new Random(5);
    List<ForkRecord> disturbed =
        Synthetic.forks(suite, 3, 40, 0.001).stream()
            .map(fork -> disturbed(fork, random.nextInt(5, 22)))
            .toList();
    Estimate byMedian = Summary.of(suite, disturbed, 1).cell("control").orElseThrow().ratio();
    Estimate byQuarter =
        Summary.of(fastQuarter, disturbed, 1).cell("control").orElseThrow().ratio();
    assertThat(byQuarter.halfWidth()).isLessThan(byMedian.halfWidth() / 1.5);
    assertThat(Summary.of(fastQuarter, disturbed, 1).cell("fast").orElseThrow().ratio().value())
        .isCloseTo(0.5, within(0.02));
  }

  /** The last calls of the fork three times as long. */
  private static ForkRecord disturbed(ForkRecord fork, int calls) {
    List<long[]> times = new ArrayList<>(fork.histogramNanos());
    Collections.shuffle(times, new Random(fork.round()));
    for (int i = 0; i < calls; i++) {
      times.set(i, new long[] {3 * times.get(i)[0], 1});
    }
    return Synthetic.fork(fork.cell(), fork.round(), fork.position(), times);
  }
}
