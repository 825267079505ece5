package org.predictbench.serving;

import io.netty.buffer.PooledByteBufAllocator;

/** What Netty's channels keep requests in: buffers for images rather than for messages. */
public final class RequestBuffers {
  /**
   * Chunks of 16 MiB. An image takes more than a quarter of the 2 MiB that gRPC gives Netty, and a
   * chunk so full is freed when it empties: each call would write to fresh pages, which the kernel
   * has to find and zero.
   */
  private static final int MAX_ORDER = 11;

  private RequestBuffers() {}

  /**
   * Creates a pool. Whoever opens channels shares one among them all, so that a process holds one
   * set of chunks.
   *
   * @param arenas parts that event loops take turns to use, each with chunks of its own: 1 where
   *     one loop serves the calls, more where several contend
   */
  public static PooledByteBufAllocator pool(int arenas) {
    return new PooledByteBufAllocator(
        true,
        0,
        arenas,
        PooledByteBufAllocator.defaultPageSize(),
        MAX_ORDER,
        PooledByteBufAllocator.defaultSmallCacheSize(),
        PooledByteBufAllocator.defaultNormalCacheSize(),
        true);
  }
}
