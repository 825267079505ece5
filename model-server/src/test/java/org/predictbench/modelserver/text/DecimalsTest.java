package org.predictbench.modelserver.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as C prints them; the expected texts are {@code printf}'s. */
class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "100000, 100000",
    "1000000, 1e+06",
    "0.1, 0.1",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "0.333333343, 0.333333343",
    "-2.5, -2.5",
    "3.40282347e38, 3.40282347e+38",
    "1.4e-45, 1.4013e-45",
    "16777216, 16777216"
  })
  void floats(float value, String text) {
    assertThat(Decimals.of(value)).isEqualTo(text);
    assertThat(Float.parseFloat(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.1", "0.30000000000000004, 0.30000000000000004", "1e300, 1e+300"})
  void doubles(double value, String text) {
    assertThat(Decimals.of(value)).isEqualTo(text);
  }
}
