package org.predictbench.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.bundle.ChildProcess;
import org.predictbench.server.config.Jvm;
import org.predictbench.server.launch.Jdk;

/** On a real JDK with virtual threads, where this machine has one. */
class PinnedThreadsTest {
  private static final Jvm NEWER = Jvm.of("25", "");
  private static final Pattern PINS = Pattern.compile("Pins\\[count=(\\d+), micros=(\\d+)]");

  @Test
  void countsWaitsThatHoldTheirCarriersFromTheMomentOn() throws Exception {
    assumeTrue(Jdk.unavailable(NEWER).isEmpty(), "no JDK 25 here");
    ChildProcess.Ending ending =
        ChildProcess.run(
            List.of(
                Jdk.of(NEWER).executable().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PinnedProgram.class.getName()),
            Duration.ofMinutes(1));
    List<Matcher> lines =
        ending.output().lines().map(PINS::matcher).filter(Matcher::matches).toList();
    assertThat(lines).as(ending.output()).hasSize(2);
    assertThat(lines.get(0).group(1)).as("a wait that leaves its carrier").isEqualTo("0");
    assertThat(Integer.parseInt(lines.get(1).group(1))).isPositive();
    assertThat(Long.parseLong(lines.get(1).group(2)))
        .isGreaterThanOrEqualTo(1000L * PinnedProgram.MILLIS);
  }

  @Test
  void aJvmWithoutVirtualThreadsHasNothingToWatch() {
    assumeTrue(Runtime.version().feature() < 21, "this JVM has virtual threads");
    assertThat(PinnedThreads.watch()).isEmpty();
  }
}
