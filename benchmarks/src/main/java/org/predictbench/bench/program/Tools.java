package org.predictbench.bench.program;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.bundle.ChildProcess;

/** Programs of the system that others need. */
final class Tools {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Tools() {}

  /**
   * What a command says, in one line, if it succeeds.
   *
   * @return empty if there is no such program, or it fails
   */
  static Optional<String> says(String... command) {
    try {
      ChildProcess.Ending ending = ChildProcess.run(List.of(command), LIMIT);
      return ending.status() == 0
          ? Optional.of(ending.output().lines().findFirst().orElse(""))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a tool was looked for", e);
    }
  }

  /** Those of the commands that fail, by the program's name. */
  static List<String> missing(List<List<String>> commands) {
    List<String> missing = new ArrayList<>();
    for (List<String> command : commands) {
      if (says(command.toArray(String[]::new)).isEmpty()) {
        missing.add(String.join(" ", command));
      }
    }
    return missing;
  }
}
