package org.predictbench.bench.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * Processes that a client program started and whose parent has ended, by which they are nobody's
 * descendants any more. They are known by a mark in their environment, where the system shows it
 * (Linux).
 */
final class Strays {
  private static final String VARIABLE = "PREDICTBENCH_PROGRAM";

  private final String mark = UUID.randomUUID().toString();

  /** Every process that is started with that environment inherits the mark. */
  void mark(Map<String, String> environment) {
    environment.put(VARIABLE, mark);
  }

  /** Ends all that bear it, and are still there. */
  void end() {
    ProcessHandle.allProcesses().filter(this::isMarked).forEach(ProcessHandle::destroyForcibly);
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc", process.pid() + "", "environ"));
      return new String(environment, StandardCharsets.ISO_8859_1)
          .contains(VARIABLE + "=" + mark + "\0");
    } catch (IOException e) {
      // Another user's, one that has just ended, or another system.
      return false;
    }
  }
}
