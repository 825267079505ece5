package org.predictbench.bench.fork;

import java.time.Instant;
import java.util.Optional;
import org.predictbench.bench.process.Pauses;
import org.predictbench.bench.process.PinnedThreads;
import org.predictbench.bench.process.Pins;
import org.predictbench.bench.process.ProcessCpu;

/** What this JVM spends from its first call that counts to the last one. For several threads. */
final class CallCosts implements AutoCloseable {
  private final Optional<PinnedThreads> pinned;
  private Instant since;
  private Long cpuBefore;
  private Pauses pausesBefore;

  /**
   * Counts nothing yet.
   *
   * @param pins whether waits of pinned virtual threads are of interest
   */
  CallCosts(boolean pins) {
    pinned = pins ? PinnedThreads.watch() : Optional.empty();
  }

  /** From here on calls count; again and again from several threads. */
  synchronized void begin() {
    if (since == null) {
      since = Instant.now();
      cpuBefore = ProcessCpu.nanos();
      pausesBefore = Pauses.now();
    }
  }

  /** Of all threads; null without a call that counts, or where the system does not report it. */
  synchronized Long cpuNanos() {
    Long now = ProcessCpu.nanos();
    return cpuBefore == null || now == null ? null : now - cpuBefore;
  }

  /** Of the collector; null without a call that counts. */
  synchronized Pauses pauses() {
    return since == null ? null : Pauses.now().since(pausesBefore);
  }

  /** Null without a call that counts, or where nobody looked. */
  synchronized Pins pins() {
    return since == null ? null : pinned.map(threads -> threads.since(since)).orElse(null);
  }

  @Override
  public void close() {
    pinned.ifPresent(PinnedThreads::close);
  }
}
