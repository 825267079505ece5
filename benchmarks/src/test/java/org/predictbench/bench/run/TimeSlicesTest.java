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
import org.predictbench.bench.fork.ForkSlices;
import org.predictbench.bench.kind.ForkedCell;
import org.predictbench.bench.kind.SliceGranter;
import org.predictbench.bench.result.ForkRecord;

/** Time slices over a real socket, with a thread in place of the fork. */
@Timeout(20)
class TimeSlicesTest {
  @TempDir Path folder;

  private final AtomicInteger worked = new AtomicInteger();

  @Test
  void aForkWorksInItsSlicesAlone() {
    Path socket = folder.resolve("slices");
    try (ForkedCell cell = new ForkedCell(socket, () -> fork(socket, 2), "fork")) {
      assertThat(cell.awaitReady()).isTrue();
      assertThat(worked).hasValue(0);
      assertThat(cell.awaitSlice()).isTrue();
      assertThat(worked).hasValue(1);
      assertThat(cell.awaitSlice()).isTrue();
      assertThat(worked).hasValue(2);
      assertThat(cell.finish().reason()).isEqualTo("ended");
    }
  }

  @Test
  void aForkThatEndsBeforeItsFirstSliceIsNotWaitedFor() {
    try (ForkedCell cell =
        new ForkedCell(folder.resolve("slices"), TimeSlicesTest::ended, "fork")) {
      assertThat(cell.awaitReady()).isFalse();
      assertThat(cell.awaitSlice()).isFalse();
      assertThat(cell.finish().reason()).isEqualTo("ended");
    }
  }

  @Test
  void aForkThatDiesInItsSliceIsNotWaitedFor() {
    Path socket = folder.resolve("slices");
    try (ForkedCell cell = new ForkedCell(socket, () -> dying(socket), "fork")) {
      assertThat(cell.awaitReady()).isTrue();
      assertThat(cell.awaitSlice()).isFalse();
      assertThat(cell.finish().reason()).isEqualTo("ended");
    }
  }

  @Test
  void aForkWhoseHarnessIsGoneFails() throws Exception {
    Path socket = folder.resolve("slices");
    SliceGranter harness = SliceGranter.listen(socket);
    Thread leaving =
        new Thread(
            () -> {
              assertThat(harness.awaitFork()).isTrue();
              harness.close();
            });
    leaving.start();
    ForkSlices fork = new ForkSlices(Optional.of(socket));
    assertThatThrownBy(fork::await).hasMessageContaining("the harness grants no more time slices");
    leaving.join();
  }

  @Test
  void underPlainJmhNoSliceIsAwaited() {
    ForkSlices fork = new ForkSlices(Optional.empty());
    fork.await();
    fork.end();
  }

  private ForkRecord fork(Path socket, int count) {
    ForkSlices slices = new ForkSlices(Optional.of(socket));
    for (int slice = 0; slice < count; slice++) {
      slices.await();
      worked.incrementAndGet();
      slices.end();
    }
    slices.await();
    return ended();
  }

  private static ForkRecord dying(Path socket) {
    new ForkSlices(Optional.of(socket)).await();
    return ended();
  }

  private static ForkRecord ended() {
    return ForkRecord.of("cell", 1, 1).took(Instant.EPOCH, 0).failed("ended");
  }
}
