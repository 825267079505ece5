package org.predictbench.client.grpc;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.predictbench.client.RequestBuffers;
import org.predictbench.client.Target;
import org.predictbench.client.axis.FlowControl;

/** Netty's three ways to a server, each with event loops of its own. */
public final class NettyConnector implements Connector {
  private static final long GRACE_SECONDS = 5;

  private final EventLoopGroup eventLoops;
  private final Class<? extends Channel> channelType;
  private final Supplier<NettyChannelBuilder> channels;

  private NettyConnector(
      EventLoopGroup eventLoops,
      Class<? extends Channel> channelType,
      Supplier<NettyChannelBuilder> channels) {
    this.eventLoops = eventLoops;
    this.channelType = channelType;
    this.channels = channels;
  }

  public static Connector nio(Endpoint endpoint) {
    return new NettyConnector(
        new NioEventLoopGroup(0, threads()), NioSocketChannel.class, () -> tcp(endpoint));
  }

  public static Connector epoll(Endpoint endpoint) {
    return new NettyConnector(
        new EpollEventLoopGroup(0, threads()), EpollSocketChannel.class, () -> tcp(endpoint));
  }

  public static Connector unix(Target.Unix target) {
    return new NettyConnector(
        new EpollEventLoopGroup(0, threads()),
        EpollDomainSocketChannel.class,
        () ->
            NettyChannelBuilder.forAddress(
                    new DomainSocketAddress(target.path()), InsecureChannelCredentials.create())
                // A socket's path is no host name; servers expect one in :authority.
                .overrideAuthority("localhost"));
  }

  private static NettyChannelBuilder tcp(Endpoint endpoint) {
    Target.Tcp address = endpoint.address();
    return NettyChannelBuilder.forAddress(address.host(), address.port(), endpoint.credentials());
  }

  // Daemons: a client that nobody closed keeps no JVM alive.
  private static ThreadFactory threads() {
    return new DefaultThreadFactory("predict-client", true);
  }

  @Override
  public ManagedChannelBuilder<?> newChannel(FlowControl flowControl) {
    NettyChannelBuilder channel =
        channels
            .get()
            .channelType(channelType)
            .eventLoopGroup(eventLoops)
            .withOption(ChannelOption.ALLOCATOR, RequestBuffers.POOL);
    flowControl.window().ifPresent(channel::flowControlWindow);
    return channel;
  }

  @Override
  public void close() {
    eventLoops.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
