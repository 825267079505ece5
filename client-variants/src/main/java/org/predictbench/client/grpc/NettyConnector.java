package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.predictbench.client.Target;
import org.predictbench.serving.RequestBuffers;

/** Netty's way to a server, with event loops of its own. */
public final class NettyConnector implements Connector {
  private static final long GRACE_SECONDS = 5;

  /** One chunk in all where one event loop's calls are served; more only under contention. */
  private static final ByteBufAllocator POOL = RequestBuffers.pool(1);

  private final EventLoopGroup eventLoops;
  private final Class<? extends Channel> channelType;
  private final Supplier<NettyChannelBuilder> channels;

  NettyConnector(
      EventLoopGroup eventLoops,
      Class<? extends Channel> channelType,
      Supplier<NettyChannelBuilder> channels) {
    this.eventLoops = eventLoops;
    this.channelType = channelType;
    this.channels = channels;
  }

  /** Connects by java.nio. */
  public static Connector nio(Endpoint endpoint) {
    return new NettyConnector(
        new NioEventLoopGroup(0, threads()), NioSocketChannel.class, () -> tcp(endpoint));
  }

  static NettyChannelBuilder tcp(Endpoint endpoint) {
    Target.Tcp address = endpoint.address();
    return NettyChannelBuilder.forAddress(address.host(), address.port(), endpoint.credentials());
  }

  // Daemons: a client that nobody closed keeps no JVM alive.
  static ThreadFactory threads() {
    return new DefaultThreadFactory("predict-client", true);
  }

  @Override
  public ManagedChannelBuilder<?> newChannel(OptionalInt window) {
    NettyChannelBuilder channel =
        channels
            .get()
            .channelType(channelType)
            .eventLoopGroup(eventLoops)
            .withOption(ChannelOption.ALLOCATOR, POOL);
    window.ifPresent(channel::flowControlWindow);
    return channel;
  }

  @Override
  public void close() {
    eventLoops.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
