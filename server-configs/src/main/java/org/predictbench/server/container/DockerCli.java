package org.predictbench.server.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.predictbench.server.launch.ProcessLauncher;

/** The {@code docker} program, or one with the same commands. Stateless and thread-safe. */
record DockerCli(String program, Path log) {

  /**
   * Removes the container once our end of its stdin closes, which the kernel sees to if we are
   * killed. Twice, for a container that was just being made. Ctrl-C reaches us alone: we may have
   * something left to do.
   */
  private static final String WATCH =
      """
      trap '' HUP INT TERM
      cat >/dev/null
      for pause in 3 0; do "$0" rm --force "$1"; sleep $pause; done >/dev/null 2>&1
      """;

  /** What a command came to. */
  record Ending(int status, String output) {
    boolean ok() {
      return status == 0;
    }
  }

  /**
   * Runs a command to its end; what it says on stderr goes nowhere.
   *
   * @throws IOException if there is no such program
   */
  Ending run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line(List.of(arguments)));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Ending(process.waitFor(), output);
  }

  /** Starts a command whose stderr replaces the log. */
  Process start(List<String> arguments) throws IOException {
    return ProcessLauncher.SYSTEM.start(
        new ProcessLauncher.Command(line(arguments), Map.of(), Set.of(), log));
  }

  /** Starts the process that removes the container if we die. */
  Process watch(String container) throws IOException {
    return new ProcessBuilder("sh", "-c", WATCH, program, container)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private List<String> line(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(program));
    line.addAll(arguments);
    return line;
  }
}
