package org.predictbench.modelserver.grpc;

import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import org.predictbench.serving.RequestBuffers;

/**
 * Configures the buffers into which connections read requests, for images rather than short
 * messages.
 */
final class ConnectionBuffers {
  /** Reads an image in a few calls; Netty's own limit is 64 KiB. */
  private static final int MAX_READ_BYTES = 1 << 20;

  private static final int FIRST_READ_BYTES = 1 << 14;
  private static final int MIN_READ_BYTES = 64;

  private static final int ARENAS = 2;

  static final PooledByteBufAllocator POOL = RequestBuffers.pool(ARENAS);

  private ConnectionBuffers() {}

  /** Sets the buffers of a server's connections; all servers of a process share one pool. */
  static void apply(NettyServerBuilder builder) {
    builder
        .withChildOption(ChannelOption.ALLOCATOR, POOL)
        .withChildOption(
            ChannelOption.RCVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES));
  }
}
