package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.SuiteYaml;
import org.predictbench.bench.result.Synthetic;

class BatchesTest {
  private final Suite suite = Synthetic.suite(1);

  @Test
  void eachCellIsMeasuredAtEachBatchAgainstTheSameBatchsBaseline() {
    Suite batched = Batches.of(suite, List.of(2, 8));

    assertThat(batched.batchSize()).isEqualTo(2);
    assertThat(batched.cells())
        .extracting(Cell::name)
        .containsExactly(
            "base",
            "control",
            "fast",
            "other",
            "alone",
            "base-b8",
            "fast-b8",
            "other-b8",
            "alone-b8");
    Cell fast = batched.cell("fast-b8").orElseThrow();
    assertThat(fast.workload().batch()).isEqualTo(8);
    assertThat(batched.reference(fast)).isEqualTo("base-b8");
    assertThat(fast.step()).isEqualTo("+ kept channel; batch 8");
    assertThat(SuiteYaml.read("s", SuiteYaml.write(batched))).isEqualTo(batched);
  }

  @Test
  void oneBatchIsTheSuites() {
    assertThat(Batches.of(suite, List.of())).isEqualTo(suite);
    assertThat(Batches.of(suite, List.of(4))).isEqualTo(suite.withBatchSize(4));
  }
}
