package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.SuiteYaml;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.Summary;

class StepBarsTest {
  private static final Suite SUITE = Synthetic.suite(2);

  @Test
  void cellsThatShareAStepAreToldApart() {
    Suite same =
        SuiteYaml.read("x", SuiteYaml.write(SUITE).replace("+ kept channel", "A/A control"));
    String svg = StepBars.of(Summary.of(same, List.of(), 1)).file();
    assertThat(svg.split(">A/A control · ", -1)).hasSize(3);
  }

  @Test
  void whatWasNotMeasuredSaysSo() {
    String svg = StepBars.of(Summary.of(SUITE, List.of(), 1)).file();
    assertThat(svg.split(">FAILED<", -1)).hasSize(SUITE.cells().size() + 1);
    assertThat(svg).doesNotContain("NaN");
  }

  @Test
  void aStepShowsWhatItSaved() {
    String svg = StepBars.of(Summary.of(SUITE, Synthetic.forks(SUITE, 1, 50, 0.01), 1)).file();
    assertThat(svg).contains(">what remains<", ">client call<", "%</text>");
  }
}
