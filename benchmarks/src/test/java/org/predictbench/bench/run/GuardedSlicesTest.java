package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.servers.NoServer;

/** Real processes, really stopped: what a time slice must notice. */
class GuardedSlicesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aCellThatIsLeftAloneHasNoFault() throws Exception {
    Process fork = new ProcessBuilder("sleep", "60").start();
    try (GuardedSlices slices = new GuardedSlices(LONG)) {
      Cell cell = new Cell(fork.pid());
      assertThat(slices.run(cell, NoServer.INSTANCE, () -> pause(250))).isTrue();
      assertThat(slices.fault(cell)).isEmpty();
    } finally {
      fork.destroyForcibly();
    }
  }

  @Test
  void aForkThatIsSuspendedForAWhileIsNamed() throws Exception {
    Process fork = new ProcessBuilder("sleep", "60").start();
    try (GuardedSlices slices = new GuardedSlices(LONG)) {
      Cell cell = new Cell(fork.pid());
      boolean done =
          slices.run(
              cell,
              NoServer.INSTANCE,
              () -> signal("STOP", fork) && pause(600) && signal("CONT", fork));
      assertThat(done).isFalse();
      assertThat(slices.fault(cell).orElseThrow())
          .matches("the fork was suspended by a signal for about 0\\.[4-7] s");
      // It waits for time slices that it will not get.
      assertThat(fork.waitFor()).isEqualTo(128 + 9);
    } finally {
      fork.destroyForcibly();
    }
  }

  @Test
  void aForkThatDoesNotReturnItsSliceIsKilled() throws Exception {
    Process fork = new ProcessBuilder("sleep", "60").start();
    try (GuardedSlices slices = new GuardedSlices(Duration.ofMillis(300))) {
      Cell cell = new Cell(fork.pid());
      boolean done = slices.run(cell, NoServer.INSTANCE, () -> fork.onExit().join() == null);
      assertThat(done).isFalse();
      assertThat(fork.exitValue()).isEqualTo(128 + 9);
      assertThat(slices.fault(cell).orElseThrow()).startsWith("a time slice did not end within");
    } finally {
      fork.destroyForcibly();
    }
  }

  private static boolean signal(String name, Process process) {
    try {
      return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private record Cell(long id) implements RunningCell {
    @Override
    public boolean awaitReady() {
      return true;
    }

    @Override
    public boolean warmUp() {
      return true;
    }

    @Override
    public boolean awaitSlice() {
      return true;
    }

    @Override
    public OptionalLong pid() {
      return OptionalLong.of(id);
    }

    @Override
    public ForkRecord finish() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void close() {}
  }
}
