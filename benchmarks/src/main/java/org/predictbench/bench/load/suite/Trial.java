package org.predictbench.bench.load.suite;

import java.time.Instant;
import java.util.Map;

/**
 * One load as it was made, beside its histograms: {@code trials/<name>.json}.
 *
 * @param name file-name-safe, unique in its run
 * @param cell of the suite
 * @param load what arrived, in words
 * @param rate requests a second that were to be sent by all generators; null if nobody chose it
 * @param share of the load that this generator made
 * @param planned requests that were to be sent
 * @param sendingSeconds until no more was sent
 * @param elapsedSeconds until the last outcome
 * @param stopped whether it was stopped from outside
 * @param senderPriority as the system's scheduler gave it to the senders, in words; null if nothing
 *     was sent by the clock
 * @param reasons for failures, and how often each
 * @param generatorCpuSeconds of this process meanwhile, all threads
 * @param cores of this machine
 * @param slo the objective, its limit known; null if there is none
 * @param decided whether it ended before its time because its gate was settled
 */
public record Trial(
    String name,
    String cell,
    String load,
    Double rate,
    long seed,
    String share,
    Instant start,
    long planned,
    double sendingSeconds,
    double elapsedSeconds,
    boolean stopped,
    String senderPriority,
    Map<String, Long> reasons,
    double generatorCpuSeconds,
    int cores,
    String slo,
    boolean decided) {
  public Trial {
    reasons = reasons == null ? Map.of() : Map.copyOf(reasons);
  }

  /** Share of the machine that the generator used, from 0 to 1. */
  double generatorCpu() {
    return generatorCpuSeconds / elapsedSeconds / cores;
  }
}
