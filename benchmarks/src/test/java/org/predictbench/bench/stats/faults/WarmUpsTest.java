package org.predictbench.bench.stats.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.StubCalls;

class WarmUpsTest {
  private static ForkRecord fork(String cell, int round, Boolean settled) {
    return ForkRecord.of(cell, round, 1)
        .took(Instant.EPOCH, 1)
        .stubCalls(new StubCalls(2.5 * round, 100L * round, 4, settled))
        .ok();
  }

  @Test
  void namesTheCellsThatWereMeasuredCold() {
    List<ForkRecord> forks =
        List.of(
            fork("naive", 1, false),
            fork("naive", 2, true),
            fork("naive", 3, false),
            fork("best", 1, true),
            fork("other", 1, null));
    assertThat(WarmUps.notes(forks))
        .containsExactly(
            "naive was still getting faster when it was measured, in rounds 1, 3:"
                + " give it more stub_warmup");
    assertThat(WarmUps.lines(forks))
        .containsExactly(
            "Before that each fork called the stub model for 2.5 to 7.5 s, 100 to 300 times,"
                + " until that brought little beside a call of the model.");
  }

  @Test
  void isSilentWhereNoStubWasCalled() {
    ForkRecord fork = ForkRecord.of("naive", 1, 1).took(Instant.EPOCH, 1).ok();
    assertThat(WarmUps.notes(List.of(fork))).isEmpty();
    assertThat(WarmUps.lines(List.of(fork))).isEmpty();
  }
}
