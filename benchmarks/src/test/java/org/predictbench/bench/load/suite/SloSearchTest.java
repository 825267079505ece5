package org.predictbench.bench.load.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.load.objective.Slo;

class SloSearchTest {
  private static final Slo FIFTY = Slo.parse("p99<50ms");

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
