package org.predictbench.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  @Test
  void linearTicksAreRoundAndWithinTheScale() {
    assertThat(Scale.fromZero(3, 430).ticks(5)).containsExactly(0., 100., 200., 300., 400.);
    assertThat(Scale.fromZero(0.07).ticks(4)).hasSize(4).startsWith(0., 0.02);
    assertThat(Scale.fromZero(430).rounded(5).at(500)).isEqualTo(1);
    assertThat(Scale.fromZero(500).rounded(5).at(500)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"20, 700, 3", "0.01, 1e7, 4", "430, 440, 2", "98, 102, 1", "1e-7, 2e-7, 2"})
  void logarithmicTicksAreFewAscendingAndWithinTheScale(double low, double high, int least) {
    Scale scale = Scale.logarithmicBetween(low, high);
    List<Double> ticks = scale.ticks(6);
    assertThat(ticks).hasSizeLessThanOrEqualTo(6).isSorted().doesNotHaveDuplicates();
    assertThat(ticks).allSatisfy(t -> assertThat(t).isBetween(low * 0.999, high * 1.001));
    assertThat(ticks.size()).isGreaterThanOrEqualTo(Math.min(least, 6));
  }

  @Test
  void logarithmicEqualRatiosAreEqualDistances() {
    Scale scale = Scale.logarithmicBetween(1, 1000);
    assertThat(scale.at(10)).isCloseTo(1 / 3., within(1e-12));
    assertThat(scale.at(100)).isCloseTo(2 / 3., within(1e-12));
  }

  @Test
  void whatLiesBeyondTheEndsIsAtTheEdge() {
    assertThat(Scale.logarithmicBetween(10, 100).at(1e9)).isEqualTo(1);
    assertThat(Scale.logarithmicBetween(10, 100).at(1)).isEqualTo(0);
    assertThat(Scale.fromZero(5).at(-3)).isEqualTo(0);
  }

  @Test
  void withoutUsableValuesThereIsAScaleAllTheSame() {
    for (Scale scale : List.of(Scale.fromZero(), Scale.fromZero(Double.NaN, 0))) {
      assertThat(scale.at(1)).isEqualTo(1);
      assertThat(scale.ticks(5)).isNotEmpty();
    }
    Scale none = Scale.logarithmic(Double.NaN, 0, -1);
    assertThat(none.at(1)).isBetween(0., 0.1);
    assertThat(none.shows(0)).isFalse();
    assertThat(none.shows(Double.NaN)).isFalse();
    assertThat(Scale.logarithmic(7, 7).at(7)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void categoriesLieInTheMiddleOfEqualParts() {
    assertThat(Scale.category(2).at(0)).isEqualTo(0.25);
    assertThat(Scale.category(2).at(1)).isEqualTo(0.75);
    assertThat(Scale.category(3).ticks(1)).containsExactly(0., 1., 2.);
    assertThat(Scale.category(0).at(0)).isEqualTo(0.5);
  }

  @Test
  void givenTicksAreKeptSoFarAsTheyAreWithin() {
    assertThat(Scale.logarithmicBetween(1, 50).withTicks(List.of(1., 10., 100.)).ticks(9))
        .containsExactly(1., 10.);
  }
}
