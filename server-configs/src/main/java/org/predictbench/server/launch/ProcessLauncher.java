package org.predictbench.server.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts processes; the seam by which tests put another program in the server's place. */
@FunctionalInterface
public interface ProcessLauncher {

  /** The operating system's. The child's stdin and stdout are pipes to us. */
  ProcessLauncher SYSTEM =
      command -> {
        ProcessBuilder builder = new ProcessBuilder(command.line());
        builder.environment().keySet().removeAll(command.unset());
        builder.environment().putAll(command.environment());
        return builder.redirectError(command.stderr().toFile()).start();
      };

  Process start(Command command) throws IOException;

  /**
   * What to start.
   *
   * @param line program and arguments
   * @param environment set on top of what is inherited
   * @param unset not inherited
   * @param stderr the file that stderr replaces
   */
  record Command(
      List<String> line, Map<String, String> environment, Set<String> unset, Path stderr) {
    public Command {
      line = List.copyOf(line);
      environment = Map.copyOf(environment);
      unset = Set.copyOf(unset);
    }
  }
}
