package org.predictbench.bench.profile;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The profiler in another JVM, which need not know of it: commands go through the JDK's attach
 * mechanism. For one thread.
 */
final class AttachedProfiler {
  private final Path library;
  private final Path log;
  private final long pid;

  /**
   * @param log a file in which the profiler says what it has to say
   */
  AttachedProfiler(Path library, long pid, Path log) {
    this.library = library;
    this.pid = pid;
    this.log = log;
  }

  /**
   * Checks that this JVM can attach to others.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static void requireAvailable() {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw new IllegalArgumentException(
          "profiling needs a JDK: this Java runtime lacks the module jdk.attach");
    }
  }

  /** Records from now on. */
  void start(String events, Path jfr) throws IOException {
    command("start,jfr,%s,file=%s".formatted(events, jfr));
  }

  /** Ends the recording and completes its file. */
  void stop() throws IOException {
    command("stop");
  }

  /** Its output beside that it did as asked, in one line; empty if there was none. */
  String output() throws IOException {
    return Files.exists(log)
        ? Files.readString(log)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("Profiling "))
            .filter(line -> !line.startsWith("No dump options"))
            .collect(Collectors.joining("; "))
        : "";
  }

  private void command(String command) throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        jvm.loadAgentPath(library.toString(), command + ",log=" + log);
      } finally {
        jvm.detach();
      }
    } catch (AgentInitializationException | AgentLoadException e) {
      String output = output();
      throw new IOException("the profiler: " + (output.isEmpty() ? e.getMessage() : output), e);
    } catch (AttachNotSupportedException | IOException e) {
      throw new IOException(
          ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
              ? "cannot attach to process %d: %s".formatted(pid, e.getMessage())
              : "process %d ended while it was profiled; it may be the model: some matrix products do not survive a profiler of CPU time (docs/reference/profiling.md), try --events alloc"
                  .formatted(pid),
          e);
    }
  }
}
