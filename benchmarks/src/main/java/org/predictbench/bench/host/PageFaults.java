package org.predictbench.bench.host;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** What the first touch of fresh memory costs, which some hypervisors make dear. */
final class PageFaults {
  private static final int BLOCKS = 16;
  private static final int BLOCK = 1 << 20;
  private static final int PAGE = 4096;

  private PageFaults() {}

  /**
   * Measures in a few milliseconds, or some tens where faults are dear.
   *
   * @return microseconds a page of 4 KiB, the middle one of several blocks: a block in which
   *     somebody else had the core does not count
   */
  static double micros(LongSupplier nanos) {
    double[] micros = new double[BLOCKS];
    List<ByteBuffer> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      long start = nanos.getAsLong();
      // Cleared off the heap by the JVM, page by page. Kept, or the next one would not be fresh.
      blocks.add(ByteBuffer.allocateDirect(BLOCK));
      micros[i] = (nanos.getAsLong() - start) / 1e3 / ((double) blocks.get(i).capacity() / PAGE);
    }
    Arrays.sort(micros);
    return micros[BLOCKS / 2];
  }
}
