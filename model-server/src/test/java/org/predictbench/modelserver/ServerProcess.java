package org.predictbench.modelserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.serving.ReadyLine;

/** The server as users get it: a process, told by flags, heard on stdout. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  public static ServerProcess start(String... flags) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ModelServer.class.getName());
    command.addAll(List.of(flags));
    try {
      return new ServerProcess(new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Blocks until the server is ready and returns what it reports. */
  public ReadyLine ready() {
    try {
      BufferedReader stdout = process.inputReader(StandardCharsets.UTF_8);
      String line = stdout.readLine();
      if (line == null) {
        throw new IllegalStateException("no READY line: " + stderr());
      }
      return ReadyLine.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads stderr from now on, so that the process never waits for a reader. */
  public void drainStderr() {
    Thread reader =
        new Thread(
            () -> {
              try {
                process.getErrorStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // The process is gone.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Everything said on stderr until the process ended. */
  String stderr() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String restOfStdout() throws IOException {
    StringBuilder rest = new StringBuilder();
    process.inputReader(StandardCharsets.UTF_8).lines().forEach(rest::append);
    return rest.toString();
  }

  void closeStdin() throws IOException {
    process.getOutputStream().close();
  }

  /** SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // Process.destroy would close the streams too
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
