package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.fork.TurnTaker;
import org.predictbench.bench.kind.ForkedCell;
import org.predictbench.bench.kind.TurnGiver;
import org.predictbench.bench.result.ForkRecord;

/** Turns over a real socket, with a thread in place of the fork. */
@Timeout(20)
class TurnsTest {
  @TempDir Path folder;

  private final AtomicInteger worked = new AtomicInteger();

  @Test
  void aForkWorksInItsTurnsAlone() {
    Path socket = folder.resolve("turns");
    try (ForkedCell cell = new ForkedCell(socket, () -> fork(socket, 2), "fork")) {
      assertThat(cell.awaitReady()).isTrue();
      assertThat(worked).hasValue(0);
      assertThat(cell.takeTurn()).isTrue();
      assertThat(worked).hasValue(1);
      assertThat(cell.takeTurn()).isTrue();
      assertThat(worked).hasValue(2);
      assertThat(cell.finish().reason()).isEqualTo("ended");
    }
  }

  @Test
  void aForkThatEndsBeforeItsFirstTurnIsNotWaitedFor() {
    try (ForkedCell cell = new ForkedCell(folder.resolve("turns"), TurnsTest::ended, "fork")) {
      assertThat(cell.awaitReady()).isFalse();
      assertThat(cell.takeTurn()).isFalse();
      assertThat(cell.finish().reason()).isEqualTo("ended");
    }
  }

  @Test
  void aForkThatDiesInItsTurnIsNotWaitedFor() {
    Path socket = folder.resolve("turns");
    try (ForkedCell cell = new ForkedCell(socket, () -> dying(socket), "fork")) {
      assertThat(cell.awaitReady()).isTrue();
      assertThat(cell.takeTurn()).isFalse();
      assertThat(cell.finish().reason()).isEqualTo("ended");
    }
  }

  @Test
  void aForkWhoseHarnessIsGoneFails() throws Exception {
    Path socket = folder.resolve("turns");
    TurnGiver harness = TurnGiver.listen(socket);
    Thread leaving =
        new Thread(
            () -> {
              assertThat(harness.awaitFork()).isTrue();
              harness.close();
            });
    leaving.start();
    TurnTaker fork = new TurnTaker(Optional.of(socket));
    assertThatThrownBy(fork::take).hasMessageContaining("the harness gives no more turns");
    leaving.join();
  }

  @Test
  void underPlainJmhItIsAlwaysTheForksTurn() {
    TurnTaker fork = new TurnTaker(Optional.empty());
    fork.take();
    fork.giveBack();
  }

  private ForkRecord fork(Path socket, int turns) {
    TurnTaker taker = new TurnTaker(Optional.of(socket));
    for (int turn = 0; turn < turns; turn++) {
      taker.take();
      worked.incrementAndGet();
      taker.giveBack();
    }
    taker.take();
    return ended();
  }

  private static ForkRecord dying(Path socket) {
    new TurnTaker(Optional.of(socket)).take();
    return ended();
  }

  private static ForkRecord ended() {
    return ForkRecord.failed("cell", 1, 1, "ended", Instant.EPOCH, 0);
  }
}
