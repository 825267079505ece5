package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class SampleSizeTest {
  @Test
  void asTabulatedForTwoSidedToleranceLimits() {
    assertThat(SampleSize.needed(0.9)).isEqualTo(64);
    assertThat(SampleSize.needed(0.99)).isEqualTo(662);
    // Exactly the least: one less is too few.
    assertThat(SampleSize.needed(0.999)).isBetween(6635L, 6639L);
    assertThatThrownBy(() -> SampleSize.needed(1)).hasMessageContaining("1.0");
  }

  @Test
  void belowItThereIsNoNumberAndFromItOnThereIs() {
    Suite suite = Synthetic.suite(1);
    assertThat(p99(suite, 661)).isNaN();
    assertThat(p99(suite, 662)).isPositive();
    assertThat(
            Summary.of(suite, Synthetic.forks(suite, 1, 63, 0), 1).cells().get(0).p90().hasValue())
        .isFalse();
  }

  private static double p99(Suite suite, int samples) {
    return Summary.of(suite, Synthetic.forks(suite, 1, samples, 0), 1).cells().get(0).p99().value();
  }

  @Test
  void aCurveEndsWhereItsSamplesDo() {
    Suite suite = Synthetic.suite(1);
    List<Distribution> few = Distribution.of(suite, Synthetic.forks(suite, 1, 70, 0));
    List<Distribution> many = Distribution.of(suite, Synthetic.forks(suite, 1, 7000, 0));
    assertThat(end(few)).isBetween(0.89, 0.92);
    assertThat(end(many)).isGreaterThan(0.9988);
  }

  private static double end(List<Distribution> cells) {
    List<Distribution.Point> curve = cells.get(0).curve();
    return curve.get(curve.size() - 1).quantile();
  }
}
