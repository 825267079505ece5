package org.predictbench.bench.load.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.Tag;

/** Each rule is broken once, and says so. */
class TrialResultTest {
  private final LoadSuite suite =
      LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", new LoadOverrides().tree()));
  private final Histograms first = new Histograms();
  private final Histograms second = new Histograms();
  private double cpuSeconds = 8;
  private double seconds = 20;
  private boolean stopped;
  private Map<String, Long> reasons = Map.of();

  @BeforeEach
  void aLoadThatIsFine() {
    for (Histograms half : List.of(first, second)) {
      half.of(Tag.LATENESS).recordValueWithCount(100_000, 1000);
      half.of(Tag.CORRECTED).recordValueWithCount(700_000, 1000);
      half.of(Tag.UNCORRECTED).recordValueWithCount(600_000, 1000);
    }
  }

  @Test
  void aFairLoadIsValid() {
    assertThat(problems()).isEmpty();
    assertThat(result().micros(Tag.CORRECTED, 99)).isBetween(699.0, 701.0);
    assertThat(result().micros(Tag.CORRECTED, 99.9)).as("two samples lie beyond").isNaN();
  }

  @Test
  void aRequestThatIsNowhereIsMissed() {
    second.of(Tag.LATENESS).recordValue(1);
    assertThat(problems()).singleElement().asString().contains("planned 2000, sent 2001");
  }

  @Test
  void aRequestWithoutOutcomeIsMissed() {
    second.of(Tag.CORRECTED).reset();
    second.of(Tag.CORRECTED).recordValueWithCount(700_000, 999);
    assertThat(problems()).singleElement().asString().contains("the account does not close");
  }

  @Test
  void failuresAndDropsBeyondTheShareAllowed() {
    first.of(Tag.CORRECTED).reset();
    first.of(Tag.CORRECTED).recordValueWithCount(700_000, 990);
    first.of(Tag.FAILED).recordValueWithCount(1, 7);
    first.of(Tag.DROPPED).recordValueWithCount(1, 3);
    reasons = Map.of("UNAVAILABLE", 6L, "INTERNAL", 1L);
    assertThat(problems())
        .containsExactly(
            "7 failed (INTERNAL 1, UNAVAILABLE 6) and 3 dropped of 2000, the suite allows 0.0 %");
  }

  @Test
  void aSenderThatIsLate() {
    first.of(Tag.LATENESS).reset();
    first.of(Tag.LATENESS).recordValueWithCount(500_000, 1000);
    assertThat(problems()).singleElement().asString().contains("500 µs late at p99");
  }

  @Test
  void aGeneratorThatTakesTheMachine() {
    cpuSeconds = 30;
    assertThat(problems())
        .containsExactly("the generator used 75.0 % of the machine, the suite allows 60.0 %");
  }

  @Test
  void aLoadThatIsShortStoppedOrThin() {
    seconds = 5;
    stopped = true;
    cpuSeconds = 1;
    assertThat(problems())
        .containsExactly("stopped before its end", "5.0 s is too short, the suite asks for 10.0 s");
    first.of(Tag.CORRECTED).reset();
    first.of(Tag.LATENESS).reset();
    second.of(Tag.CORRECTED).reset();
    second.of(Tag.LATENESS).reset();
    assertThat(problems()).contains("0 answers are too few, the suite asks for 1000");
  }

  @Test
  void aQueueThatGrows() {
    second.of(Tag.CORRECTED).reset();
    second.of(Tag.CORRECTED).recordValueWithCount(2_100_000, 1000);
    assertThat(problems()).singleElement().asString().startsWith("not steady: p50 was 700 µs");
  }

  private List<String> problems() {
    return result().verdict().reasons();
  }

  private TrialResult result() {
    Trial trial =
        new Trial(
            "t",
            "best",
            "poisson, 100/s",
            100.0,
            1,
            "0/1",
            Instant.EPOCH,
            2000,
            seconds,
            seconds,
            stopped,
            "ordinary",
            reasons,
            cpuSeconds,
            2,
            null,
            false);
    return TrialResult.of(
        suite, trial, List.of(new Interval(0, 1000, first), new Interval(1000, 2000, second)));
  }
}
