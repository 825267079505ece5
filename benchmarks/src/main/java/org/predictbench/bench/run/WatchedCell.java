package org.predictbench.bench.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/** A cell whose time slices are watched. */
final class WatchedCell implements RunningCell {
  private static final String SERVER = "server";

  private final RunningCell cell;
  private final String name;
  private final int warmupSlices;
  private final ServerUnderTest server;
  private final SliceWatch watch;
  private int slices;

  WatchedCell(
      RunningCell running, Suite suite, Cell cell, ServerUnderTest server, SliceWatch watch) {
    this.cell = running;
    this.name = cell.name();
    this.warmupSlices = suite.warmupSlices();
    this.server = server;
    this.watch = watch;
  }

  @Override
  public boolean awaitReady() {
    return cell.awaitReady();
  }

  @Override
  public boolean warmUp() {
    if (!cell.warmUp()) {
      return false;
    }
    watch.ready(name, processes());
    return true;
  }

  private Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    cell.pid()
        .ifPresent(
            pid -> {
              processes.put("client", pid);
              peers(pid).forEach(peer -> processes.put(peerName(processes), peer));
            });
    server.pid().ifPresent(pid -> processes.put(SERVER, pid));
    return processes;
  }

  /** Where a cell has no server of a config, its fork starts what it calls. */
  private static List<Long> peers(long fork) {
    return ProcessHandle.of(fork).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static String peerName(Map<String, Long> processes) {
    return processes.containsKey(SERVER) ? SERVER + "-" + processes.size() : SERVER;
  }

  @Override
  public boolean awaitSlice() {
    int measured = slices++ - warmupSlices;
    if (measured < 0) {
      return cell.awaitSlice();
    }
    watch.before(name, measured);
    try {
      return cell.awaitSlice();
    } finally {
      watch.after(name, measured);
    }
  }

  @Override
  public OptionalLong pid() {
    return cell.pid();
  }

  @Override
  public ForkRecord finish() {
    return cell.finish();
  }

  @Override
  public void close() {
    cell.close();
  }
}
