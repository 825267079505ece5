package org.predictbench.serving;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/** What Netty's channels write requests into: buffers for images rather than for messages. */
public final class RequestBuffers {
  /**
   * Chunks of 16 MiB. An image takes more than a quarter of the 2 MiB that gRPC gives Netty, and a
   * chunk so full is freed when it empties: each call would write to fresh pages, which the kernel
   * has to find and zero.
   */
  private static final int MAX_ORDER = 11;

  /** One chunk in all where one event loop's calls are served; more only under contention. */
  private static final int ARENAS = 1;

  /** Shared by all channels, so that a process holds one set of chunks. */
  public static final ByteBufAllocator POOL =
      new PooledByteBufAllocator(
          true,
          0,
          ARENAS,
          PooledByteBufAllocator.defaultPageSize(),
          MAX_ORDER,
          PooledByteBufAllocator.defaultSmallCacheSize(),
          PooledByteBufAllocator.defaultNormalCacheSize(),
          true);

  private RequestBuffers() {}
}
