package org.predictbench.bench.record;

import io.grpc.Attributes;
import io.grpc.ServerCall;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;

/**
 * Gives each connection of a caller one to the target, on the same event loop.
 *
 * <p>So a call never changes threads, a caller whose stream stands still blocks nobody else's
 * connection, limits and load balancing by connection work as without a proxy, and a connection
 * that the target loses is lost to one caller.
 */
final class Connections extends ServerTransportFilter {
  private static final Attributes.Key<Upstream> UPSTREAM = Attributes.Key.create("upstream");

  private final Dialer dialer;
  private final EventLoops loops;
  private final ByteBufAllocator buffers;

  Connections(Dialer dialer, EventLoops loops, ByteBufAllocator buffers) {
    this.dialer = dialer;
    this.loops = loops;
    this.buffers = buffers;
  }

  /** The connection to pass a call on to. */
  static Upstream of(ServerCall<?, ?> call) {
    return call.getAttributes().get(UPSTREAM);
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(UPSTREAM, open()).build();
  }

  @Override
  public void transportTerminated(Attributes attributes) {
    Upstream upstream = attributes == null ? null : attributes.get(UPSTREAM);
    if (upstream != null) {
      upstream.close();
    }
  }

  private Upstream open() {
    NettyChannelBuilder channel =
        dialer
            .newChannel()
            .channelType(loops.clients())
            .eventLoopGroup(loops.current())
            .withOption(ChannelOption.ALLOCATOR, buffers)
            .compressorRegistry(Encodings.compressors())
            .decompressorRegistry(Encodings.decompressors())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .maxInboundMetadataSize(Proxy.METADATA_BYTES)
            // A policy that DNS has for the target would retry in the caller's place.
            .disableServiceConfigLookUp()
            .directExecutor();
    return new Upstream(dialer.toString(), channel.build());
  }
}
