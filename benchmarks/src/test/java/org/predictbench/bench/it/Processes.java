package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** The processes below a command: forks, servers, exporters. */
final class Processes {
  /** In the command line of each of our servers. */
  static final String SERVER = "enable_diagnostics";

  /** In the command line of each JMH fork. */
  static final String FORK = "ForkedMain";

  private Processes() {}

  /** Waits, on a busy machine for longer, for what a command does before it ends. */
  static ConditionFactory whileAlive(Process command) {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofMinutes(2))
        .failFast(
            () -> assertThat(command.isAlive()).as(() -> "ended: " + output(command)).isTrue());
  }

  private static String output(Process ended) {
    try {
      return new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Waits until each of the texts is in the command line of a process; returns all processes. */
  static List<ProcessHandle> awaitChildren(Process command, String... texts) {
    return whileAlive(command)
        .until(
            () -> command.descendants().toList(),
            children -> Stream.of(texts).allMatch(text -> with(text, children).isPresent()));
  }

  /** Waits for a process whose command line contains the text. */
  static ProcessHandle awaitChild(Process command, String text) {
    return with(text, awaitChildren(command, text)).orElseThrow();
  }

  private static Optional<ProcessHandle> with(String text, List<ProcessHandle> processes) {
    return processes.stream().filter(process -> commandLine(process).contains(text)).findFirst();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      // ProcessHandle.info() cuts long command lines off.
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It ended meanwhile.
      return "";
    }
  }

  /** As {@code kill -NAME} does. */
  static void signal(String name, ProcessHandle process) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  static void awaitGone(List<ProcessHandle> processes) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
  }
}
