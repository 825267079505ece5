package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.stats.Calibration;
import org.predictbench.bench.stats.Calibration.Method;
import org.predictbench.bench.stats.Calibration.Row;

class CalibrationProseTest {
  private static Row row(double slowdown, int rounds, int comparisons, int found) {
    return new Row(Method.WITHIN_A_RUN, slowdown, rounds, comparisons, found, 0.02);
  }

  @Test
  void theSentenceSaysHowOftenShortRunsErrAndFind() {
    Calibration calibration =
        new Calibration(
            List.of(
                row(0, 4, 126, 5),
                row(0.01, 4, 40, 10),
                row(0.02, 4, 40, 30),
                row(0.05, 4, 40, 40),
                row(0, 6, 60, 1),
                row(0.05, 6, 20, 20)));
    assertThat(CalibrationProse.sentence(calibration))
        .hasValue(
            "Runs of 4 rounds saw a difference that is not there in 5 of 126 comparisons, and found a"
                + " slowdown of 1 % in 25 %, 2 % in 75 %, 5 % in 100 % of them."
                + " The smallest found in four of five: 2.6 %.");
  }

  @Test
  void aRunTooShortForItSaysNothing() {
    assertThat(CalibrationProse.sentence(new Calibration(List.of()))).isEmpty();
  }
}
