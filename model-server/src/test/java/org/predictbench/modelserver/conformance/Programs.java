package org.predictbench.modelserver.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs clients that are no Java; what they say goes to the test's own output. */
final class Programs {
  private Programs() {}

  /** The exit code; -1 if there is no such program. */
  static int exitCode(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      return process.waitFor();
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return -1;
    }
  }
}
