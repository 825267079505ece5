package org.predictbench.server.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A started server's process together with the private folder of its socket: both go when it is
 * closed, or when our JVM ends in order. If we are killed, the kernel closes the stdin pipe, which
 * ends the server. Thread-safe.
 */
final class ServerProcess implements AutoCloseable {

  /** How long a server that was asked to stop may take before it is killed. */
  static final long STOP_SECONDS = 3;

  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private final Process process;
  private final Path folder;
  // Also keeps the stdin pipe reachable: were it collected, its end would close and the server
  // stop.
  private final Thread onExit = new Thread(this::stop, "model-server-stop");
  private boolean closed;

  ServerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    try {
      Runtime.getRuntime().addShutdownHook(onExit);
    } catch (IllegalStateException e) {
      stop();
      throw e;
    }
  }

  Process process() {
    return process;
  }

  /** The most memory it ever had resident; empty once it is gone, and off Linux. */
  OptionalLong peakResidentBytes() {
    try {
      Path status = Path.of("/proc", Long.toString(process.pid()), "status");
      Matcher peak = PEAK.matcher(Files.readString(status));
      return peak.find()
          ? OptionalLong.of(Long.parseLong(peak.group(1)) * 1024)
          : OptionalLong.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // Shutting down: the hook runs, and finds everything stopped.
    }
  }

  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    process.destroy();
    awaitExit();
    TemporaryFolders.delete(folder);
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
