package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class RoundsNeededTest {
  /** Measured so long, runs of that noise mostly have a control as narrow as was asked for. */
  @Test
  void asManyRoundsAsItSaysMostlySuffice() {
    int enough = 0;
    int asked = 0;
    for (int seed = 1; seed <= 60; seed++) {
      Suite few = Synthetic.suite(4);
      var needed = RoundsNeeded.of(summary(few, seed));
      if (needed.isEmpty() || needed.getAsInt() <= 4) {
        continue;
      }
      asked++;
      Suite more = Synthetic.suite(RoundsNeeded.withReserve(needed.getAsInt()));
      double width = summary(more, seed).cell(more.control()).orElseThrow().ratio().halfWidth();
      enough += width <= more.maxControlHalfWidth() ? 1 : 0;
    }
    assertThat(asked).isGreaterThan(20);
    assertThat((double) enough / asked).isGreaterThan(0.6);
  }

  @Test
  void oneRoundSaysNothing() {
    assertThat(RoundsNeeded.of(summary(Synthetic.suite(1), 1))).isEmpty();
  }

  private static Summary summary(Suite suite, int seed) {
    List<ForkRecord> forks = Synthetic.forks(suite, seed, 50, 0.06);
    return Summary.of(suite, forks, seed);
  }
}
