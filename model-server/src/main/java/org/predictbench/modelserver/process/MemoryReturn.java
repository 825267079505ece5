package org.predictbench.modelserver.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives memory back. The serial collector lets the heap grow to its maximum before it looks through
 * all of it, so that after many calls the process would keep gigabytes of garbage. Two promises:
 *
 * <ul>
 *   <li>Once no calls come any more, the garbage is gone within half a minute.
 *   <li>While they come, the old generation never has more garbage than 1 GiB, or as much as is in
 *       use where that is more, for longer than ten seconds. A collection amid calls stops them all
 *       for as long as it takes, so it has to be worth it.
 * </ul>
 *
 * Not thread-safe.
 */
public final class MemoryReturn {
  private static final long INTERVAL_SECONDS = 10;

  /** What polling and monitoring may allocate within an interval. */
  private static final long QUIET_BYTES = 4L << 20;

  /** Less is not worth a collection while the server is idle. */
  private static final long IDLE_GARBAGE_BYTES = 32L << 20;

  /** Less is not worth one while calls wait for it. */
  private static final long BUSY_GARBAGE_BYTES = 1L << 30;

  /** How much of the heap is taken, garbage included, in bytes. */
  interface Heap {
    long used();

    /** What outlived some collections of the young. */
    long old();
  }

  private final Heap heap;
  private final Runnable shrink;
  private long before;
  private long kept;
  private long keptOld;

  /**
   * @param shrink collects and returns free memory to the system
   */
  MemoryReturn(Heap heap, Runnable shrink) {
    this.heap = heap;
    this.shrink = shrink;
    before = heap.used();
    kept = before;
    keptOld = heap.old();
  }

  /** Watches this process until it ends. */
  public static void watch() {
    MemoryReturn memory = new MemoryReturn(new OwnHeap(), Footprint::shrink);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("memory-return"));
    var unused =
        timer.scheduleWithFixedDelay(
            memory::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  /** Compares the heap with that of the look before. */
  void look() {
    long used = heap.used();
    boolean idle = Math.abs(used - before) < QUIET_BYTES;
    if ((idle && used - kept > IDLE_GARBAGE_BYTES)
        || heap.old() - keptOld > Math.max(keptOld, BUSY_GARBAGE_BYTES)) {
      shrink.run();
      used = heap.used();
      kept = used;
      keptOld = heap.old();
    }
    kept = Math.min(kept, used);
    keptOld = Math.min(keptOld, heap.old());
    before = used;
  }

  /** This JVM's. */
  private static final class OwnHeap implements Heap {
    // The pools that take a threshold are those that are not emptied all the time.
    private final List<LongSupplier> oldPools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isUsageThresholdSupported)
            .map(pool -> (LongSupplier) () -> pool.getUsage().getUsed())
            .toList();

    @Override
    public long used() {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public long old() {
      return oldPools.stream().mapToLong(LongSupplier::getAsLong).sum();
    }
  }
}
