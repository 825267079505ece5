package org.predictbench.modelserver.process;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives memory back once no calls come any more. The serial collector lets the heap grow to its
 * maximum before it looks through all of it, so that after many calls the process would keep
 * gigabytes of garbage for as long as it is idle. Never collects while calls are answered. Not
 * thread-safe.
 */
public final class IdleMemory {
  private static final long INTERVAL_SECONDS = 10;

  /** What polling and monitoring may allocate within an interval. */
  private static final long QUIET_BYTES = 4L << 20;

  /** Less is not worth a collection. */
  private static final long GARBAGE_BYTES = 128L << 20;

  private final LongSupplier usedHeap;
  private final Runnable shrink;
  private long before;
  private long kept;

  /**
   * @param usedHeap bytes, garbage included
   * @param shrink collects and returns free memory to the system
   */
  IdleMemory(LongSupplier usedHeap, Runnable shrink) {
    this.usedHeap = usedHeap;
    this.shrink = shrink;
    kept = usedHeap.getAsLong();
    before = kept;
  }

  /** Watches this process until it ends. */
  public static void watch() {
    IdleMemory memory =
        new IdleMemory(
            () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            Footprint::shrink);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("idle-memory"));
    var unused =
        timer.scheduleWithFixedDelay(
            memory::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  /** Compares the heap with that of the look before. */
  void look() {
    long used = usedHeap.getAsLong();
    if (Math.abs(used - before) < QUIET_BYTES && used - kept > GARBAGE_BYTES) {
      shrink.run();
      used = usedHeap.getAsLong();
      kept = used;
    }
    kept = Math.min(kept, used);
    before = used;
  }
}
