package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.Calibration.Method;
import org.predictbench.bench.stats.Calibration.Row;

/** The shipped suite on forks whose noise is known: what the harness must find, and must not. */
class CalibrationTest {
  // More rounds than the suite has by itself: simulated ones cost nothing.
  private static final Suite SUITE = Suites.load("calibration").withRounds(40);

  @Test
  void falseAlarmsAreAsRareAsTheIntervalsClaim() {
    assertThat(alarms(4)).isBetween(0.02, 0.09);
    assertThat(alarms(6)).isBetween(0.01, 0.1);
  }

  private static double alarms(int rounds) {
    int comparisons = 0;
    int alarms = 0;
    for (int seed = 0; seed < 10; seed++) {
      Row row = row(calibrate(seed, 0.02, true, rounds), Method.WITHIN_A_RUN, 0, rounds);
      assertThat(row.comparisons()).isEqualTo(40 / rounds * 21);
      comparisons += row.comparisons();
      alarms += row.found();
    }
    return (double) alarms / comparisons;
  }

  @Test
  void largeSlowdownsAreFoundAndLongerRunsFindSmallerOnes() {
    Calibration calibration = calibrate(1, 0.01, true, 4, 20);
    for (Method method : Method.values()) {
      assertThat(row(calibration, method, 0.05, 4).share()).isGreaterThan(0.6);
      assertThat(row(calibration, method, 0.02, 20).share())
          .isGreaterThan(row(calibration, method, 0.02, 4).share());
      assertThat(calibration.smallestFound(method, 4, 0.5).orElseThrow()).isBetween(0.005, 0.05);
    }
  }

  /** The difference that runs say they could have shown is the one that is found so often. */
  @Test
  void whatRunsSayTheyCouldHaveShownIsWhatIsFound() {
    double found = 0;
    double told = 0;
    for (int seed = 0; seed < 10; seed++) {
      Calibration calibration = calibrate(seed, 0.011, true, 5);
      found += calibration.smallestFound(Method.WITHIN_A_RUN, 5, 0.8).orElseThrow();
      told += row(calibration, Method.WITHIN_A_RUN, 0, 5).detectable();
    }
    assertThat(told / found).isBetween(0.83, 1.2);
  }

  @Test
  void whatIsNotInjectedIsNotFound() {
    Calibration calibration = calibrate(1, 0.01, false, 4);
    for (Method method : Method.values()) {
      assertThat(row(calibration, method, 0.05, 4).share()).isLessThan(0.2);
      assertThat(calibration.smallestFound(method, 4, 0.5)).isEmpty();
    }
  }

  @Test
  void otherSuitesAreNoCalibration() {
    Suite suite = Synthetic.suite(4);
    assertThat(Calibration.of(suite, Synthetic.forks(suite, 1, 10, 0.01))).isEmpty();
  }

  private static Row row(Calibration calibration, Method method, double slowdown, int rounds) {
    return calibration.rows().stream()
        .filter(r -> r.method() == method && r.slowdown() == slowdown && r.rounds() == rounds)
        .findFirst()
        .orElseThrow();
  }

  private static Calibration calibrate(int seed, double sigma, boolean slowed, int... lengths) {
    Random random = new Random(seed);
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 1; round <= SUITE.protocol().rounds(); round++) {
      double drift = Math.exp(0.1 * random.nextGaussian());
      int position = 1;
      for (Cell cell : SUITE.cells()) {
        double median =
            1e6
                * drift
                * (1 + (slowed ? cell.slowdown() : 0))
                * Math.exp(sigma * random.nextGaussian());
        forks.add(
            Synthetic.fork(
                cell.name(), round, position++, List.of(new long[] {Math.round(median), 100})));
      }
    }
    return Calibration.of(SUITE, forks, lengths).orElseThrow();
  }
}
