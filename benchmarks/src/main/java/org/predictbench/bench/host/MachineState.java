package org.predictbench.bench.host;

import java.time.Instant;

/**
 * What a machine says of itself at one moment; times are sums since some moment of the past, so
 * that two states have a difference. Null is what cannot be read.
 *
 * @param wall by the wall clock, which somebody may set
 * @param monotonicSeconds by the clock that nobody sets, and that stands while the machine is
 *     suspended
 * @param bootSeconds since the machine started, suspensions included
 * @param busySeconds CPU time of all processes and of the kernel, interrupts left out
 * @param stolenSeconds CPU time that a hypervisor gave to others
 * @param ownSeconds CPU time of our own processes and of the children that they have waited for
 * @param throttles how often our control group, or one around it, was held up by its CPU limit
 * @param throttledSeconds for how long
 * @param cpus which processors our processes may use, and how much of them
 */
public record MachineState(
    Instant wall,
    double monotonicSeconds,
    Double bootSeconds,
    Double busySeconds,
    Double stolenSeconds,
    Double ownSeconds,
    Long throttles,
    Double throttledSeconds,
    String cpus) {}
