package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarnessLockTest {
  @TempDir private Path folder;

  /** Another run: it holds the lock until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (HarnessLock lock = HarnessLock.take(Path.of(args[0]))) {
        System.out.println(lock == null ? "none" : "held");
        var unused = System.in.readAllBytes();
      }
    }
  }

  private Process holder() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Holder.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("held");
    return process;
  }

  @Test
  void namesTheProcessThatMeasures() throws Exception {
    Process holder = holder();
    try {
      assertThatThrownBy(() -> HarnessLock.take(folder).close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "another JMH run is going on (process %d), and".formatted(holder.pid()));
    } finally {
      holder.getOutputStream().close();
    }
    assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThatCode(() -> HarnessLock.take(folder).close()).doesNotThrowAnyException();
  }

  /** Plain JMH writes nothing, and what stands in the file may be another's of yesterday. */
  @Test
  void namesNobodyWhoIsGone() throws Exception {
    Process holder = holder();
    try {
      Files.writeString(folder.resolve("jmh.lock"), "2147483647\n");
      assertThatThrownBy(() -> HarnessLock.take(folder).close())
          .hasMessageStartingWith("another JMH run is going on, and");
    } finally {
      holder.getOutputStream().close();
    }
  }
}
