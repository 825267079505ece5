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
  void theFasterQuarterIsThatOfTheSamplesNotOfTheirRange() {
    assertThat(Histogram.of(List.of(new long[] {10, 3}, new long[] {90, 3})).fasterQuarterMean())
        .isEqualTo(10);
    // One and a half samples: 10 and half of 20.
    List<long[]> six = new ArrayList<>();
    for (long value : new long[] {50, 10, 40, 20, 60, 30}) {
      six.add(new long[] {value, 1});
    }
    assertThat(Histogram.of(six).fasterQuarterMean()).isEqualTo(20 / 1.5);
    assertThat(Histogram.of(List.of(new long[] {7, 1})).fasterQuarterMean()).isEqualTo(7);
    assertThat(Histogram.of(List.of()).fasterQuarterMean()).isNaN();
  }
}
