package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram histogram =
      Histogram.of(List.of(new long[] {30, 1}, new long[] {10, 2}, new long[] {20, 1}));

  @Test
  void quantilesAreThoseOfTheWrittenOutSamples() {
    assertThat(histogram.samples()).isEqualTo(4);
    assertThat(histogram.quantile(0)).isEqualTo(10);
    assertThat(histogram.median()).isEqualTo(15);
    assertThat(histogram.quantile(0.9)).isCloseTo(27, within(1e-9));
    assertThat(histogram.quantile(1)).isEqualTo(30);
  }

  @Test
  void momentsAreWeighted() {
    assertThat(histogram.mean()).isEqualTo(17.5);
    assertThat(histogram.standardDeviation()).isCloseTo(9.574271, within(1e-6));
  }

  @Test
  void noSamplesNoQuantiles() {
    assertThat(Histogram.of(List.of()).median()).isNaN();
    assertThat(Histogram.of(List.of(new long[] {7, 1})).quantile(0.9)).isEqualTo(7);
  }

  @Test
  void theFasterHalfIsThatOfTheSamplesNotOfTheirRange() {
    assertThat(Histogram.of(List.of(new long[] {10, 3}, new long[] {90, 3})).fasterHalfMean())
        .isEqualTo(10);
    // Two and a half samples: 10, 20 and half of 30.
    List<long[]> five = new ArrayList<>();
    for (long value : new long[] {50, 10, 40, 20, 30}) {
      five.add(new long[] {value, 1});
    }
    assertThat(Histogram.of(five).fasterHalfMean()).isEqualTo(45 / 2.5);
    assertThat(Histogram.of(List.of(new long[] {7, 1})).fasterHalfMean()).isEqualTo(7);
    assertThat(Histogram.of(List.of()).fasterHalfMean()).isNaN();
  }
}
