package org.predictbench.bench.load.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class PriorityTest {
  private static final String SCHED_OTHER = "0";
  private static final String SCHED_FIFO = "1";
  private static final Executor NEW_THREAD = task -> new Thread(task).start();

  @Test
  void whatIsToldIsWhatTheKernelHas() {
    CompletableFuture<Void> sender =
        CompletableFuture.runAsync(
            () -> {
              String taken = Priority.REAL_TIME.take();
              assertThat(taken).matches("real-time|ordinary: .+");
              assertThat(policy()).isEqualTo(taken.equals("real-time") ? SCHED_FIFO : SCHED_OTHER);
              // A thread of the client's that a sender happens to start is no sender.
              String inherited =
                  CompletableFuture.supplyAsync(PriorityTest::policy, NEW_THREAD).join();
              assertThat(inherited).isEqualTo(SCHED_OTHER);
            },
            NEW_THREAD);
    assertThat(sender).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void anOrdinarySenderIsLeftAlone() {
    assertThat(Priority.ORDINARY.take()).isEqualTo("ordinary");
    assertThat(policy()).isEqualTo(SCHED_OTHER);
  }

  /** Field 41 of proc(5)'s stat; the name in field 2 may hold spaces, so count from its end. */
  private static String policy() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
