package org.predictbench.bench.result;

import java.util.List;

/**
 * What the machine did while a round was measured, raw. Times are in seconds; null is what could
 * not be read.
 *
 * @param round counted from 1
 * @param seconds that the round's cells had their time slices, those that are not recorded included
 * @param cores of the machine
 * @param cpuSeconds CPU time of all processes in these seconds
 * @param ownCpuSeconds of those among them that belong to the run; null where a server is not ours
 *     to look into
 * @param stolenCpuSeconds that a hypervisor gave to others
 * @param throttles how often a CPU limit held the run's control group up
 * @param throttledSeconds for how long
 * @param cpus which processors the run could use, and how much of them: once if that did not change
 * @param clockSeconds since the last round's end, or the run's begin, by the clock that nobody sets
 * @param wallSeconds the same by the wall clock
 * @param bootSeconds the same by the clock that goes on while the machine is suspended
 */
public record RoundConditions(
    int round,
    double seconds,
    int cores,
    Double cpuSeconds,
    Double ownCpuSeconds,
    Double stolenCpuSeconds,
    Long throttles,
    Double throttledSeconds,
    List<String> cpus,
    double clockSeconds,
    double wallSeconds,
    Double bootSeconds) {

  public RoundConditions {
    cpus = cpus == null ? List.of() : List.copyOf(cpus);
  }
}
