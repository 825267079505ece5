package org.predictbench.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> KNOWN = List.of("run", "report", "record", "ladder", "reuse");

  @ParameterizedTest
  @CsvSource({
    "runn, run",
    "RUN, run",
    "rnu, run",
    "ladde, ladder",
    "laddder, ladder",
    "raport, report",
    "recrod, record"
  })
  void anInsertedLostReplacedOrSwappedLetterIsFound(String typed, String meant) {
    assertThat(DidYouMean.nearest(typed, KNOWN)).contains(meant);
    assertThat(DidYouMean.hint(typed, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @Test
  void nothingNearIsNoHint() {
    assertThat(DidYouMean.hint("wall", KNOWN)).isEmpty();
    assertThat(DidYouMean.hint("", KNOWN)).isEmpty();
  }
}
