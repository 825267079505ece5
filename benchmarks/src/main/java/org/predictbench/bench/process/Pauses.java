package org.predictbench.bench.process;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * The collector's pauses of this JVM so far.
 *
 * @param count how many there were
 * @param millis how long they were together
 */
public record Pauses(long count, long millis) {

  /** Of all collectors; work beside the program, which later JDKs count as well, is no pause. */
  public static Pauses now() {
    long count = 0;
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (!collector.getName().matches(".*(Cycles|Concurrent).*")) {
        count += Math.max(0, collector.getCollectionCount());
        millis += Math.max(0, collector.getCollectionTime());
      }
    }
    return new Pauses(count, millis);
  }

  /** Those since earlier ones. */
  public Pauses since(Pauses earlier) {
    return new Pauses(count - earlier.count, millis - earlier.millis);
  }
}
