package org.predictbench.bench.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChildProcessTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void tellsHowItEnded() throws Exception {
    ChildProcess.Ending ending =
        ChildProcess.run(List.of("sh", "-c", "echo one; echo two >&2; exit 3"), LONG);
    assertThat(ending.status()).isEqualTo(3);
    assertThat(ending.reason()).isEqualTo("two");
    assertThat(ChildProcess.run(List.of("true"), LONG).reason()).isEqualTo("no output");
  }

  @Test
  void aStackTraceIsNoReason() throws Exception {
    assertThat(printing("java.lang.Error: why\\n\\tat a.B.c(D.java:1)\\n\\t... 18 more\\n"))
        .isEqualTo("java.lang.Error: why");
    assertThat(printing("UnsatisfiedLinkError: /x.so: failed to map segment from it\\n\\tat a\\n"))
        .contains("noexec", "PREDICTBENCH_CACHE=DIR");
  }

  private static String printing(String text) throws Exception {
    return ChildProcess.run(List.of("printf", text), LONG).reason();
  }

  @Test
  void moreOutputThanAPipeHoldsIsNoDeadlock() throws Exception {
    assertThat(ChildProcess.run(List.of("seq", "100000"), LONG).reason()).isEqualTo("100000");
  }

  @Test
  void oneThatTakesTooLongIsEnded() {
    assertThatThrownBy(() -> ChildProcess.run(List.of("sleep", "3600"), Duration.ofMillis(200)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not done within");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
