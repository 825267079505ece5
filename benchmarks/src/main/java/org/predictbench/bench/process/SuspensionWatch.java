package org.predictbench.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks ten times a second whether a process that a cell depends on is suspended, as by SIGSTOP or
 * a debugger, while the cell works: what is measured then is not the cell.
 *
 * <p>A suspension of less than a tenth of a second may go unseen. {@link #begin} and {@link #end}
 * are for one thread.
 */
public final class SuspensionWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;

  private final Path proc;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "suspension-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Integer> seen = new LinkedHashMap<>();
  private ScheduledFuture<?> looking;

  /**
   * @param root of the file system that shows processes below {@code proc}
   */
  public SuspensionWatch(Path root) {
    this.proc = root.resolve("proc");
  }

  /** Watches these processes, by the names under which they are reported. */
  public void begin(Map<String, Long> processes) {
    synchronized (seen) {
      seen.clear();
    }
    looking =
        clockwork.scheduleAtFixedRate(
            () -> look(processes), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Stops watching; returns which process was suspended and for how long, if one was. */
  public Optional<String> end() {
    looking.cancel(false);
    synchronized (seen) {
      return seen.entrySet().stream()
          .findFirst()
          .map(
              process ->
                  String.format(
                      Locale.ROOT,
                      "%s was suspended by a signal for about %.1f s",
                      process.getKey(),
                      process.getValue() * PERIOD_MILLIS / 1e3));
    }
  }

  private void look(Map<String, Long> processes) {
    processes.forEach(
        (name, pid) -> {
          if (isSuspended(pid)) {
            synchronized (seen) {
              seen.merge(name, 1, Integer::sum);
            }
          }
        });
  }

  /** The state follows the command's name, which is in brackets and may hold any character. */
  private boolean isSuspended(long pid) {
    try {
      String stat = Files.readString(proc.resolve(pid + "/stat"));
      int name = stat.lastIndexOf(')');
      String state = name < 0 ? "" : stat.substring(name + 1);
      return state.startsWith(" T") || state.startsWith(" t");
    } catch (IOException e) {
      // It ended, or this system shows no processes: neither is a suspension.
      return false;
    }
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
