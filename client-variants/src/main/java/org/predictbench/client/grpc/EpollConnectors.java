package org.predictbench.client.grpc;

import io.grpc.InsecureChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import org.predictbench.client.Target;

/** Netty on Linux's epoll; apart from {@link NettyConnector}, which must load without it. */
public final class EpollConnectors {
  private EpollConnectors() {}

  /** Connects by TCP. */
  public static Connector tcp(Endpoint endpoint) {
    return new NettyConnector(
        new EpollEventLoopGroup(0, NettyConnector.threads()),
        EpollSocketChannel.class,
        () -> NettyConnector.tcp(endpoint));
  }

  /** Connects to a Unix domain socket. */
  public static Connector unix(Target.Unix target) {
    return new NettyConnector(
        new EpollEventLoopGroup(0, NettyConnector.threads()),
        EpollDomainSocketChannel.class,
        () ->
            NettyChannelBuilder.forAddress(
                    new DomainSocketAddress(target.path()), InsecureChannelCredentials.create())
                // A socket's path is no host name; servers expect one in :authority.
                .overrideAuthority("localhost"));
  }
}
