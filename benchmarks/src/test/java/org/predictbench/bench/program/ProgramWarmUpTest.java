package org.predictbench.bench.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.StubCalls;

class ProgramWarmUpTest {
  private static StubCalls warmUp(int seconds, Long... callsOfPieces) throws ProgramException {
    Queue<Long> pieces = new ArrayDeque<>(List.of(callsOfPieces));
    StubCalls made =
        ProgramWarmUp.run(
            time -> new ProgramWarmUp.Piece(pieces.remove(), false), Duration.ofSeconds(seconds));
    assertThat(pieces).as("pieces that were not asked for").isEmpty();
    return made;
  }

  @Test
  void aProgramThatIsAsFastAsItGetsHasTwoPieces() throws Exception {
    assertThat(warmUp(12, 3000L, 3060L)).isEqualTo(new StubCalls(3, 6060, 1500.0 / 3060, true));
  }

  @Test
  void aProgramThatGetsFasterHasMore() throws Exception {
    assertThat(warmUp(12, 1000L, 2000L, 2200L, 2210L).settled()).isTrue();
  }

  @Test
  void aSlowPieceIsNoReasonToGoOn() throws Exception {
    assertThat(warmUp(12, 1000L, 900L).settled()).isTrue();
  }

  /** Between two tiers of its JIT calls are alike for seconds. */
  @Test
  void aProgramWhoseJitIsAtWorkHasMore() throws Exception {
    Queue<Boolean> compiling = new ArrayDeque<>(List.of(true, true, true, false));
    StubCalls made =
        ProgramWarmUp.run(
            time -> new ProgramWarmUp.Piece(1000, compiling.remove()), Duration.ofSeconds(12));
    assertThat(made.seconds()).isEqualTo(6);
    assertThat(made.settled()).isTrue();
  }

  @Test
  void theTimeThatASuiteAllowsIsTheMost() throws Exception {
    StubCalls made = warmUp(4, 1000L, 2000L, 2000L);
    assertThat(made.seconds()).isEqualTo(4);
    assertThat(made.settled()).isFalse();
    assertThat(warmUp(1, 1000L).settled()).as("too short to tell").isNull();
  }
}
