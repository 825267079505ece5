package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.Summary;

class TableTest {
  private final Suite suite = Synthetic.suite(2);

  /** Noiseless, so that every number is plain to check; "other" never ran. */
  private Summary summary() {
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 1; round <= 2; round++) {
      forks.add(Synthetic.fork("base", round, 1, List.of(new long[] {2_000_000, 1000})));
      forks.add(Synthetic.fork("control", round, 2, List.of(new long[] {2_000_000, 1000})));
      forks.add(Synthetic.fork("fast", round, 3, List.of(new long[] {500_000, 300})));
      forks.add(Synthetic.fork("alone", round, 4, List.of(new long[] {99_940, 1000})));
    }
    return Summary.of(suite, forks, 1);
  }

  @Test
  void markdown() {
    assertThat(Table.of(summary()).markdown())
        .isEqualTo(
            """
            | step | p50 [95 % CI] | mean | p90 | p99 | alloc/op | ratio [95 % CI] | to previous step | status |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            | naive | 2.00 ms [2.00 ms, 2.00 ms] | 2.00 ms | 2.00 ms | 2.00 ms | 2.00 KiB | 1.000 [1.000, 1.000] | – | OK |
            | A/A control | 2.00 ms [2.00 ms, 2.00 ms] | 2.00 ms | 2.00 ms | 2.00 ms | 2.00 KiB | 1.000 [1.000, 1.000] | – | OK |
            | + kept channel | 500 µs [500 µs, 500 µs] | 500 µs | 500 µs | – | 2.00 KiB | 0.250 [0.250, 0.250] | 0.250 [0.250, 0.250] | OK |
            | + other build | – | – | – | – | – | – | – | FAILED |
            | Session.run | 99.9 µs [99.9 µs, 99.9 µs] | 99.9 µs | 99.9 µs | 99.9 µs | 2.00 KiB | 0.050 [0.050, 0.050] | – | OK |
            """);
  }

  @Test
  void terminalColumnsAlign() {
    List<String> lines = Table.of(summary()).terminal().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).startsWith("step            ");
    assertThat(lines.get(1).indexOf("]")).isEqualTo(lines.get(0).indexOf("CI]") + 2);
    assertThat(lines.get(3)).startsWith("+ kept channel  ").endsWith("    OK");
  }

  @Test
  void csvHasTheAgreedColumns() {
    List<String> lines = SummaryCsv.render(summary()).lines().toList();
    assertThat(lines)
        .startsWith(
            "cell,step,unit,rounds,mean,ci_low,ci_high,p50,p90,p99,p999,max,alloc_b_op,"
                + "ratio,ratio_ci_low,ratio_ci_high,status,classes,jar_bytes,detectable,"
                + "cpu_us_op,gc_per_op,gc_pause_us_op,pins_per_op,pin_us_op")
        .contains(
            "fast,+ kept channel,us,2,500.000,500.000,500.000,500.000,500.000,,,500.000,2048,"
                + "0.25000,0.25000,0.25000,OK,,,,,,,,",
            "other,+ other build,us,0,,,,,,,,,,,,,FAILED,,,,,,,,");
  }
}
