package org.predictbench.bench.load.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.Tag;

class GateTest {
  private static final int SECONDS = 60;
  private static final Duration DURATION = Duration.ofSeconds(SECONDS);
  private static final int RUNS = 100;

  @Test
  void requirementsReadAndWriteAlike() {
    for (String text : List.of("p99<50ms", "p99.9<1500ms", "failed<0.1%", "late p99<1ms")) {
      assertThat(Requirement.parse(text)).hasToString(text);
    }
    assertThat(Requirement.parse(" failed < 5 % ")).isEqualTo(new Requirement.Failed(0.05));
    for (String text : List.of("fast", "p99>50ms", "failed<1", "failed<0%", "failed<100%")) {
      assertThatThrownBy(() -> Requirement.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("failed<0.1%");
    }
    assertThatThrownBy(() -> Requirement.parse("p99<4x")).hasMessageContaining("needs a time");
  }

  /** How often a gate decides what, over many runs of one load. */
  private static Map<Decision, Integer> decisions(SyntheticLoad load, double bound, double failed) {
    Map<Decision, Integer> counts = new EnumMap<>(Decision.class);
    Gate gate = gate(String.format(Locale.ROOT, "p99<%.4fms", bound));
    for (int run = 0; run < RUNS; run++) {
      List<Judged> judged = gate.judge(0, DURATION, load.seconds(SECONDS, failed, run), true);
      counts.merge(Gate.of(judged), 1, Integer::sum);
    }
    for (Decision decision : Decision.values()) {
      counts.putIfAbsent(decision, 0);
    }
    return counts;
  }

  private static Gate gate(String... requirements) {
    List<Requirement> parsed = new ArrayList<>();
    for (String requirement : requirements) {
      parsed.add(Requirement.parse(requirement));
    }
    return new Gate(parsed);
  }

  /** From requests that know nothing of each other to seconds that are slow as a whole. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0.1", "0.1, 0, 0.1", "0.3, 0, 0.15", "0.3, 0.6, 0.25"})
  void isRightAndSaysSoWhereItCannotBe(double shared, double lasting, double chance) {
    SyntheticLoad load = new SyntheticLoad(200, shared, lasting);
    Map<Decision, Integer> at = decisions(load, SyntheticLoad.p99(), 0);
    assertThat(at.get(Decision.FAIL)).as("false alarms at the bound: " + at).isLessThan(RUNS / 8);
    assertThat((double) at.get(Decision.PASS)).as("passed: " + at).isLessThan(chance * RUNS);
    Map<Decision, Integer> below = decisions(load, 1.1 * SyntheticLoad.p99(), 0);
    Map<Decision, Integer> above = decisions(load, SyntheticLoad.p99() / 1.1, 0);
    assertThat(below.get(Decision.FAIL)).as("10 % better: " + below).isLessThan(RUNS / 50);
    assertThat(above.get(Decision.PASS)).as("10 % worse: " + above).isLessThan(RUNS / 50);
    if (shared <= 0.1) {
      assertThat(below.get(Decision.PASS)).as("10 % better: " + below).isGreaterThan(RUNS / 2);
      assertThat(above.get(Decision.FAIL)).as("10 % worse: " + above).isGreaterThan(RUNS / 2);
    }
  }

  /** Few and long, they are what a percentile knows least of: a second without says nothing. */
  @ParameterizedTest
  @ValueSource(ints = {5, 20, 50})
  void pausesAreCountedOnce(int requests) {
    Gate gate = gate("p99<50ms");
    int passed = 0;
    int failed = 0;
    for (int run = 0; run < RUNS; run++) {
      List<Interval> load = SyntheticLoad.withPauses(SECONDS, 1000, 0.01, requests, run);
      Decision decision = Gate.of(gate.judge(0, DURATION, load, true));
      passed += decision == Decision.PASS ? 1 : 0;
      failed += decision == Decision.FAIL ? 1 : 0;
    }
    assertThat(failed).as("false alarms at the bound").isLessThan(RUNS / 8);
    assertThat(passed).as("passed at the bound").isLessThan(RUNS / 6);
  }

  @Test
  void aClearCaseEndsEarly() {
    List<Interval> load = new SyntheticLoad(200, 0.1, 0).seconds(SECONDS, 0, 1);
    for (String requirement : List.of("p99<80ms", "p99<25ms")) {
      Gate gate = gate(requirement);
      Follower follower = new Follower(gate, 0, DURATION);
      int seconds = 1;
      while (follower.decide(load.subList(0, seconds)) == Decision.UNDECIDED) {
        seconds++;
      }
      assertThat(seconds).as(requirement).isLessThanOrEqualTo(30);
      List<Judged> judged = gate.judge(0, DURATION, load, true);
      assertThat(judged.get(0).seconds()).as("the same look").isEqualTo(seconds);
      assertThat(Gate.of(judged))
          .isEqualTo(requirement.equals("p99<80ms") ? Decision.PASS : Decision.FAIL);
      // And what a load that ended then has left says the same.
      assertThat(gate.judge(0, DURATION, load.subList(0, seconds), true)).isEqualTo(judged);
    }
  }

  @Test
  void whatFailedTookForEver() {
    SyntheticLoad load = new SyntheticLoad(200, 0, 0);
    Map<Decision, Integer> many = decisions(load, 80, 0.02);
    assertThat(many.get(Decision.PASS)).as("2 % fail: " + many).isZero();
    Map<Decision, Integer> few = decisions(load, 80, 0.001);
    assertThat(few.get(Decision.PASS)).as("0.1 % fail: " + few).isGreaterThan(RUNS * 9 / 10);
  }

  @Test
  void countsWhatFailed() {
    Gate gate = gate("failed<0.5%");
    SyntheticLoad load = new SyntheticLoad(500, 0, 0);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(Gate.of(gate.judge(0, DURATION, load.seconds(SECONDS, 0, seed), true)))
          .isEqualTo(Decision.PASS);
      assertThat(Gate.of(gate.judge(0, DURATION, load.seconds(SECONDS, 0.02, seed), true)))
          .isEqualTo(Decision.FAIL);
    }
  }

  /** None of 100 may still be one of 100. */
  @Test
  void tooFewRequestsDecideNothing() {
    List<Interval> load = new SyntheticLoad(2, 0, 0).seconds(50, 0, 1);
    Judged judged = gate("failed<0.1%").judge(0, Duration.ofSeconds(50), load, true).get(0);
    assertThat(judged.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(judged.value()).isZero();
    assertThat(judged.high()).isBetween(0.02, 0.1);
  }

  /** A queue that grows has its slowest requests still under way. */
  @Test
  void whatHasNoOutcomeYetIsNotForgotten() {
    List<Interval> load = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      Histograms histograms = new Histograms();
      histograms.of(Tag.LATENESS).recordValueWithCount(1000, 1000);
      histograms.of(Tag.CORRECTED).recordValueWithCount(1_000_000, 500);
      load.add(new Interval(second * 1000L, (second + 1) * 1000L, histograms));
    }
    Follower follower = new Follower(gate("p99<50ms"), 0, Duration.ofSeconds(20));
    assertThat(follower.decide(load))
        .as("half of them are under way")
        .isEqualTo(Decision.UNDECIDED);
  }

  @Test
  void oneThatFailsIsEnough() {
    List<Interval> load = new SyntheticLoad(200, 0, 0).seconds(SECONDS, 0, 3);
    List<Judged> judged = gate("p99<25ms", "p50<200ms").judge(0, DURATION, load, true);
    assertThat(judged).extracting(Judged::decision).contains(Decision.FAIL);
    assertThat(Gate.of(judged)).isEqualTo(Decision.FAIL);
    assertThat(Gate.of(gate("p99<90ms", "p50<200ms").judge(0, DURATION, load, true)))
        .isEqualTo(Decision.PASS);
  }

  @Test
  void noIntervalDecidesNothing() {
    assertThat(gate("p99<25ms").judge(0, DURATION, List.of(), true)).isEmpty();
  }
}
