package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.predictbench.server.launch.JavaCommand;

/** The jar that users run, as they run it. */
record BuiltJar(Path workingDirectory) {
  static final String JAR = System.getProperty("predictbench.jar");

  /** How a command ended, and what it printed. */
  record Outcome(int exitCode, String output) {}

  Process start(List<String> args) throws IOException {
    return start(args.toArray(String[]::new));
  }

  Process start(String... args) throws IOException {
    return start(List.of(), args);
  }

  /** As at a terminal, where the progress of a round is shown as it goes. */
  Process startOnTerminal(String... args) throws IOException {
    return start(List.of("-Dpicocli.ansi=true"), args);
  }

  /** With these classes in the place of our own that have their names. */
  Process startWith(Path classes, String... args) throws IOException {
    String path = classes + File.pathSeparator + JAR;
    return start(List.of(), List.of("-cp", path, "org.predictbench.bench.Main"), args);
  }

  private Process start(List<String> jvmOptions, String... args) throws IOException {
    return start(jvmOptions, List.of("-jar", JAR), args);
  }

  private Process start(List<String> jvmOptions, List<String> program, String... args)
      throws IOException {
    // A shell's background job ignores SIGINT, and so would every process it starts.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(JavaCommand.executable().toString());
    // Ours alone: tests of several checkouts may run on one machine.
    command.add("-Djmh.ignoreLock=true");
    command.addAll(jvmOptions);
    command.addAll(program);
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .directory(workingDirectory.toFile())
        .redirectErrorStream(true)
        .start();
  }

  Outcome run(String... args) throws Exception {
    return outcomeOf(start(args));
  }

  /** Asserts that the arguments are refused as unusable, in one line that contains the text. */
  void refuses(String expected, String... args) throws Exception {
    Outcome outcome = run(args);
    assertThat(outcome.output()).contains(expected);
    assertThat(outcome.output().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
  }

  /** Waits for the end. */
  static Outcome outcomeOf(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(output).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  /** Waits for the first round to be on disk; returns the run. */
  static Path awaitRound(Process harness, Path results) throws IOException {
    Processes.whileAlive(harness).until(() -> hasRound(results));
    return onlyChild(results);
  }

  private static boolean hasRound(Path results) throws IOException {
    if (!Files.exists(results)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(results)) {
      return files.anyMatch(file -> file.toString().matches(".*/rounds/\\d+/[^/]+\\.json"));
    } catch (UncheckedIOException e) {
      // A temporary file was renamed under the walk's feet: look again.
      return false;
    }
  }

  /** Waits until {@code serve} is ready. */
  static String awaitPort(Process serve) throws IOException {
    // Not closed: that would take the server's stdout away.
    BufferedReader output =
        new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("READY ")) {
        return line.replaceFirst(".*\"port\":(\\d+).*", "$1");
      }
    }
    throw new AssertionError("serve ended before it was ready");
  }

  static Path onlyChild(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findFirst().orElseThrow();
    }
  }
}
