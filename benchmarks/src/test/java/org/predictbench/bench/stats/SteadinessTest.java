package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.Steadiness.State;

class SteadinessTest {
  private static final int SLICES = 9;
  private static final Suite SUITE = Synthetic.suite(6);

  @Test
  void aCellThatStillGetsFasterWasNotWarm() {
    assertThat(steadiness(0.02).state()).isEqualTo(State.NOT_REACHED);
    assertThat(steadiness(0.02).ratio().value()).isBetween(1.05, 1.2);
  }

  @Test
  void levelSlicesAreSteadyAndRisingOnesNoMatterOfWarmUp() {
    assertThat(steadiness(0).state()).isEqualTo(State.STEADY);
    assertThat(steadiness(-0.02).state()).isEqualTo(State.SLOWING);
  }

  @Test
  void withoutSlicesSteadinessIsNotAssessed() {
    Steadiness single = Steadiness.of(SUITE, Synthetic.forks(SUITE, 1, 20, 0.01)).get(0);
    assertThat(single.state()).isEqualTo(State.UNKNOWN);
    assertThat(single.ratio().hasValue()).isFalse();
  }

  /** A cell each of whose time slices is faster than the one before by {@code slope}. */
  private static Steadiness steadiness(double slope) {
    Random random = new Random(3);
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 1; round <= 6; round++) {
      ObjectNode jmh = JsonNodeFactory.instance.objectNode();
      ArrayNode slices = jmh.putObject("primaryMetric").putArray("rawDataHistogram").addArray();
      for (int slice = 0; slice < SLICES; slice++) {
        ArrayNode samples = slices.addArray();
        for (int i = 0; i < 20; i++) {
          double micros = 100 * Math.exp(-slope * slice + 0.02 * random.nextGaussian());
          samples.addArray().add(micros).add(1);
        }
      }
      forks.add(Synthetic.withJmh(Synthetic.fork("base", round, 1, List.of()), jmh));
    }
    return Steadiness.of(SUITE, forks).get(0);
  }
}
