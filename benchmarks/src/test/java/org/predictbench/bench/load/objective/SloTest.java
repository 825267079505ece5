package org.predictbench.bench.load.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Tag;

class SloTest {
  private static final Slo FIFTY = Slo.parse("p99<50ms");

  @Test
  void slosReadAndWriteAlike() {
    assertThat(FIFTY).isEqualTo(new Slo(Tag.CORRECTED, 99, Duration.ofMillis(50), 0));
    assertThat(Slo.parse("p99.9 < 1.5s")).hasToString("p99.9<1500ms");
    assertThat(Slo.parse("p50<300us").limit()).isEqualTo(Duration.ofNanos(300_000));
    assertThat(Slo.parse(Slo.parse("p50<0.3ms").toString()).limit().toNanos()).isEqualTo(300_000);
    assertThat(Slo.parse("p99<4x").of(Duration.ofMillis(20))).hasToString("p99<80ms");
    assertThat(Slo.parse("p99<4x").of(Duration.ofNanos(477_888_511))).hasToString("p99<1910ms");
    assertThat(Slo.parse("late p99<1ms"))
        .hasToString("late p99<1ms")
        .isEqualTo(new Slo(Tag.LATENESS, 99, Duration.ofMillis(1), 0));
    assertThatThrownBy(() -> Slo.parse("fast")).hasMessageContaining("of the form p99<50ms");
    assertThatThrownBy(() -> Slo.parse("p99<0ms")).hasMessageContaining("demands nothing");
  }

  @Test
  void whatWasNotAnsweredWasNotAnsweredInTime() {
    Histograms histograms = new Histograms();
    histograms.of(Tag.CORRECTED).recordValueWithCount(10_000_000, 990);
    histograms.of(Tag.CORRECTED).recordValueWithCount(60_000_000, 10);
    assertThat(FIFTY.holds(1000, histograms)).isTrue();
    histograms.of(Tag.FAILED).recordValue(1_000_000);
    assertThat(FIFTY.holds(1001, histograms)).isFalse();
  }

  @Test
  void anSloOfTheSenderIsBrokenByWhatItCouldNotSend() {
    Slo late = Slo.parse("late p99<1ms");
    Histograms histograms = new Histograms();
    histograms.of(Tag.LATENESS).recordValueWithCount(500_000, 1000);
    histograms.of(Tag.CORRECTED).recordValueWithCount(60_000_000, 999);
    histograms.of(Tag.DROPPED).recordValue(1);
    assertThat(late.holds(1000, histograms)).isFalse();
    histograms.of(Tag.CORRECTED).recordValue(60_000_000);
    assertThat(late.holds(1000, histograms)).isTrue();
    histograms.of(Tag.LATENESS).recordValueWithCount(5_000_000, 100);
    assertThat(late.holds(1100, histograms)).isFalse();
  }
}
