package org.predictbench.bench.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.process.SuspensionWatch;
import org.predictbench.bench.servers.NoServer;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * Grants cells their time slices and sees to it that each ends. A fork that does not end its slice
 * is killed, and so is one that was suspended meanwhile or whose server was. For one thread.
 */
final class GuardedSlices implements AutoCloseable {
  private final SuspensionWatch suspensions = new SuspensionWatch(Path.of("/"));
  private final Duration limit;
  private final Map<RunningCell, String> faults;
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "slice-limit");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param limit longest time for which a time slice may last
   */
  GuardedSlices(Duration limit) {
    this(limit, new ConcurrentHashMap<>());
  }

  private GuardedSlices(Duration limit, Map<RunningCell, String> faults) {
    this.limit = limit;
    this.faults = faults;
  }

  /** For another thread; what goes wrong there is known here. */
  GuardedSlices forOtherThread() {
    return new GuardedSlices(limit, faults);
  }

  /**
   * Has the cell do its work in a time slice.
   *
   * @param server of the cell; {@link NoServer} where it has none
   * @return what the work returned, or false if something went wrong around it
   */
  boolean run(RunningCell cell, ServerUnderTest server, BooleanSupplier work) {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> kill =
        alarm.schedule(
            () -> {
              late.set(true);
              kill(cell.pid());
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    suspensions.begin(processes(cell, server));
    boolean done = work.getAsBoolean();
    kill.cancel(false);
    Optional<String> suspended = suspensions.end();
    if (late.get()) {
      faults.put(
          cell,
          "a time slice did not end within %d s%s"
              .formatted(limit.toSeconds(), suspended.map(who -> ": " + who).orElse("")));
    } else {
      suspended.ifPresent(who -> faults.put(cell, who));
    }
    if (faults.containsKey(cell)) {
      // It waits for time slices that it will not get.
      kill(cell.pid());
      return false;
    }
    return done;
  }

  /** What went wrong around the cell, if anything did. */
  Optional<String> fault(RunningCell cell) {
    return Optional.ofNullable(faults.get(cell));
  }

  private static Map<String, Long> processes(RunningCell cell, ServerUnderTest server) {
    Map<String, Long> processes = new LinkedHashMap<>();
    cell.pid().ifPresent(pid -> processes.put("the fork", pid));
    server.pid().ifPresent(pid -> processes.put("the server", pid));
    return processes;
  }

  private static void kill(OptionalLong pid) {
    pid.ifPresent(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Override
  public void close() {
    alarm.shutdownNow();
    suspensions.close();
  }
}
