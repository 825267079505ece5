package org.predictbench.bench.run;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.predictbench.bench.host.MachineProbe;
import org.predictbench.bench.host.MachineState;
import org.predictbench.bench.result.RoundConditions;

/**
 * Looks at the machine before and after each round's measuring. For one thread, which looks while
 * no cell works.
 */
final class RoundWatch {
  private final MachineProbe machine;
  private final int cores;
  private MachineState before;
  private MachineState begin;

  /** Begins with the run: the first round's clocks are compared from here on. */
  RoundWatch(MachineProbe machine, int cores) {
    this.machine = machine;
    this.cores = cores;
    this.before = machine.look();
  }

  /** Of the machine that this JVM runs on. */
  static RoundWatch ofThisMachine() {
    return new RoundWatch(MachineProbe.ofThisMachine(), Runtime.getRuntime().availableProcessors());
  }

  /** A round's cells are about to be measured. */
  void begin() {
    begin = machine.look();
  }

  /**
   * They have been.
   *
   * @param ownServers whether all that works for the run are processes of ours
   */
  RoundConditions end(int round, boolean ownServers) {
    MachineState end = machine.look();
    RoundConditions conditions =
        new RoundConditions(
            round,
            difference(begin.monotonicSeconds(), end.monotonicSeconds()),
            cores,
            difference(begin.busySeconds(), end.busySeconds()),
            ownServers ? difference(begin.ownSeconds(), end.ownSeconds()) : null,
            difference(begin.stolenSeconds(), end.stolenSeconds()),
            begin.throttles() == null || end.throttles() == null
                ? null
                : Long.valueOf(end.throttles() - begin.throttles()),
            difference(begin.throttledSeconds(), end.throttledSeconds()),
            cpus(begin, end),
            difference(before.monotonicSeconds(), end.monotonicSeconds()),
            Duration.between(before.wall(), end.wall()).toMillis() / 1e3,
            difference(before.bootSeconds(), end.bootSeconds()));
    before = end;
    return conditions;
  }

  private static List<String> cpus(MachineState begin, MachineState end) {
    return Stream.of(begin.cpus(), end.cpus()).distinct().toList();
  }

  private static Double difference(Double from, Double to) {
    return from == null || to == null ? null : Math.round((to - from) * 1e3) / 1e3;
  }
}
