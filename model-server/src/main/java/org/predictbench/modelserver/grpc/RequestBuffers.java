package org.predictbench.modelserver.grpc;

import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;

/**
 * Configures the buffers into which connections read requests, for images rather than short
 * messages.
 */
final class RequestBuffers {
  /**
   * Chunks of 16 MiB. An image takes more than a quarter of the 2 MiB that gRPC gives Netty, and a
   * chunk so full is freed when it empties: each call would be served from fresh, zeroed memory.
   */
  private static final int MAX_ORDER = 11;

  /** Reads an image in a few calls; Netty's own limit is 64 KiB. */
  private static final int MAX_READ_BYTES = 1 << 20;

  private static final int FIRST_READ_BYTES = 1 << 14;
  private static final int MIN_READ_BYTES = 64;

  static final PooledByteBufAllocator POOL =
      new PooledByteBufAllocator(
          true,
          0,
          2,
          PooledByteBufAllocator.defaultPageSize(),
          MAX_ORDER,
          PooledByteBufAllocator.defaultSmallCacheSize(),
          PooledByteBufAllocator.defaultNormalCacheSize(),
          true);

  private RequestBuffers() {}

  /** Sets the buffers of a server's connections; all servers of a process share one pool. */
  static void apply(NettyServerBuilder builder) {
    builder
        .withChildOption(ChannelOption.ALLOCATOR, POOL)
        .withChildOption(
            ChannelOption.RCVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES));
  }
}
