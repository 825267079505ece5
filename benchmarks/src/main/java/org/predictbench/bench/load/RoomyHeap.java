package org.predictbench.bench.load;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Keeps the collector from stopping the sender every second. A heap begins small, and the young
 * generation with it: some 20 MB, at 2,000 requests a second gone in less than a second, and each
 * collection then stops all threads for milliseconds.
 */
final class RoomyHeap {
  /** Of a hundred, so that the live 20 MB have 400 to themselves. */
  private static final int FREE = 95;

  private RoomyHeap() {}

  /** Has the next full collection leave most of the heap free, up to its greatest size. */
  static void ask() {
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    // In this order: the one may not be above the other.
    vm.setVMOption("MaxHeapFreeRatio", "100");
    vm.setVMOption("MinHeapFreeRatio", Integer.toString(FREE));
  }
}
