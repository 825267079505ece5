package org.predictbench.bench.host;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the {@link MachineState}, in some milliseconds. Thread-safe. */
public final class MachineProbe {
  /** What Linux counts CPU time in, whatever the kernel's own tick: 1/100 s. */
  private static final double TICKS = 100;

  /** Places in {@code proc/PID/stat} behind the name: time of its own, and of children. */
  private static final int FIRST_TIME = 11;

  private static final int LAST_TIME = 14;

  private final HostFiles host;
  private final Clock wall;
  private final LongSupplier nanos;
  private final Supplier<List<Long>> ownProcesses;

  /**
   * @param root of the file system that describes the machine
   * @param wall the clock that may be set
   * @param nanos the clock that cannot
   * @param ownProcesses the process ids that are no others'
   */
  public MachineProbe(
      Path root, Clock wall, LongSupplier nanos, Supplier<List<Long>> ownProcesses) {
    this.host = new HostFiles(root);
    this.wall = wall;
    this.nanos = nanos;
    this.ownProcesses = ownProcesses;
  }

  /** Of this machine; our own are this JVM and all that came of it. */
  public static MachineProbe ofThisMachine() {
    ProcessHandle self = ProcessHandle.current();
    return new MachineProbe(
        Path.of("/"),
        Clock.systemUTC(),
        System::nanoTime,
        () -> Stream.concat(Stream.of(self), self.descendants()).map(ProcessHandle::pid).toList());
  }

  /** Looks now. */
  public MachineState look() {
    List<Long> own = ownProcesses.get();
    String[] all = host.line("proc/stat", line -> line.startsWith("cpu ")).split("\\s+", -1);
    boolean counted = all.length > 8;
    CpuLimits limits = CpuLimits.of(host);
    String uptime = host.line("proc/uptime", line -> true).split(" ", 2)[0];
    return new MachineState(
        wall.instant(),
        nanos.getAsLong() / 1e9,
        uptime.matches("[\\d.]+") ? Double.valueOf(uptime) : null,
        // User, nice, system. Interrupts are mostly those of our own connections.
        counted ? (ticks(all[1]) + ticks(all[2]) + ticks(all[3])) / TICKS : null,
        counted ? ticks(all[8]) / TICKS : null,
        ownSeconds(own),
        limits.throttles(),
        limits.throttledSeconds(),
        processors(own) + limits.most().map(most -> ", at most " + most).orElse(""));
  }

  private static long ticks(String number) {
    return Long.parseLong(number);
  }

  private Double ownSeconds(List<Long> processes) {
    OptionalLong sum =
        processes.stream().mapToLong(this::ticksOf).filter(ticks -> ticks >= 0).reduce(Long::sum);
    return sum.isPresent() ? sum.getAsLong() / TICKS : null;
  }

  /** Of one process, or -1 if it is gone. */
  private long ticksOf(long process) {
    String stat = host.line("proc/" + process + "/stat", line -> true);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= LAST_TIME) {
      return -1;
    }
    long sum = 0;
    for (int i = FIRST_TIME; i <= LAST_TIME; i++) {
      sum += ticks(fields[i]);
    }
    return sum;
  }

  /** The lists of processors that our processes may use, such as {@code 0-3}; mostly one. */
  private String processors(List<Long> processes) {
    TreeSet<String> lists = new TreeSet<>();
    for (long process : processes) {
      String list =
          host.line("proc/" + process + "/status", line -> line.startsWith("Cpus_allowed_list"));
      if (!list.equals(HostFiles.UNAVAILABLE)) {
        lists.add("CPU " + list);
      }
    }
    return lists.isEmpty() ? HostFiles.UNAVAILABLE : String.join(" or ", new ArrayList<>(lists));
  }
}
