package org.predictbench.bench.load.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Tag;

class SloTest {
  private static final Slo FIFTY = Slo.parse("p99<50ms");

  @Test
  void slosReadAndWriteAlike() {
    assertThat(FIFTY).isEqualTo(new Slo(Tag.CORRECTED, 99, Duration.ofMillis(50), 0));
    assertThat(Slo.parse("p99.9 < 1.5s")).hasToString("p99.9<1500ms");
    assertThat(Slo.parse("p50<300us").limit()).isEqualTo(Duration.ofNanos(300_000));
    assertThat(Slo.parse(Slo.parse("p50<0.3ms").toString()).limit().toNanos()).isEqualTo(300_000);
    assertThat(Slo.parse("p99<4x").of(Duration.ofMillis(20))).hasToString("p99<80ms");
    assertThat(Slo.parse("p99<4x").of(Duration.ofNanos(477_888_511))).hasToString("p99<1910ms");
    assertThat(Slo.parse("late p99<1ms"))
        .hasToString("late p99<1ms")
        .isEqualTo(new Slo(Tag.LATENESS, 99, Duration.ofMillis(1), 0));
    assertThatThrownBy(() -> Slo.parse("fast")).hasMessageContaining("of the form p99<50ms");
    assertThatThrownBy(() -> Slo.parse("p99<0ms")).hasMessageContaining("demands nothing");
  }

  @Test
  void whatWasNotAnsweredWasNotAnsweredInTime() {
    Histograms histograms = new Histograms();
    histograms.of(Tag.CORRECTED).recordValueWithCount(10_000_000, 990);
    histograms.of(Tag.CORRECTED).recordValueWithCount(60_000_000, 10);
    assertThat(FIFTY.holds(1000, histograms)).isTrue();
    histograms.of(Tag.FAILED).recordValue(1_000_000);
    assertThat(FIFTY.holds(1001, histograms)).isFalse();
  }

  @Test
  void anSloOfTheSenderIsBrokenByWhatItCouldNotSend() {
    Slo late = Slo.parse("late p99<1ms");
    Histograms histograms = new Histograms();
    histograms.of(Tag.LATENESS).recordValueWithCount(500_000, 1000);
    histograms.of(Tag.CORRECTED).recordValueWithCount(60_000_000, 999);
    histograms.of(Tag.DROPPED).recordValue(1);
    assertThat(late.holds(1000, histograms)).isFalse();
    histograms.of(Tag.CORRECTED).recordValue(60_000_000);
    assertThat(late.holds(1000, histograms)).isTrue();
    histograms.of(Tag.LATENESS).recordValueWithCount(5_000_000, 100);
    assertThat(late.holds(1100, histograms)).isFalse();
  }

  @Test
  void theSearchFindsTheEdgeFromEitherSide() throws Exception {
    for (double from : new double[] {3, 730, 90_000}) {
      List<Double> tried = new ArrayList<>();
      Optional<Double> found =
          search(
              from,
              rate -> {
                tried.add(rate);
                return rate <= 731;
              });
      assertThat(found.orElseThrow()).isLessThanOrEqualTo(731).isCloseTo(731, within(37.0));
      assertThat(tried).hasSizeLessThan(30);
    }
  }

  @Test
  void nearTheEdgeOneUnluckyTrialDoesNotDecide() throws Exception {
    assertThat(meanError(5)).isLessThan(0.75 * meanError(1)).isLessThan(0.08);
  }

  /** Every sixth trial near the edge, which is at 731, comes out the wrong way round. */
  private static double meanError(int repeats) throws Exception {
    double sum = 0;
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LoadSuite.Search search = new LoadSuite.Search(FIFTY, 300, 0.05, repeats);
      double found =
          new SloSearch(
                  search,
                  0.1,
                  rate ->
                      (rate <= 731) ^ (Math.abs(rate / 731 - 1) < 0.3 && random.nextInt(6) == 0))
              .highest()
              .orElseThrow();
      sum += Math.abs(found / 731 - 1);
    }
    return sum / 100;
  }

  @Test
  void whatNeverHoldsOrAlwaysHoldsHasNoEdge() throws Exception {
    assertThat(search(100, rate -> false)).isEmpty();
    assertThat(search(100, rate -> true)).isEmpty();
  }

  @Test
  void noRateIsTriedThatHasTooFewSamples() throws Exception {
    List<Double> tried = new ArrayList<>();
    LoadSuite.Search search = new LoadSuite.Search(FIFTY, 100, 0.05, 3);
    Optional<Double> found =
        new SloSearch(
                search,
                20,
                rate -> {
                  tried.add(rate);
                  return false;
                })
            .highest();
    assertThat(found).isEmpty();
    assertThat(tried).containsExactly(100.0, 50.0, 25.0, 20.0);
  }

  private static Optional<Double> search(double from, SloSearch.Attempt attempt) throws Exception {
    return new SloSearch(new LoadSuite.Search(FIFTY, from, 0.05, 3), 0.1, attempt).highest();
  }
}
