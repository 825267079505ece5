package org.predictbench.client;

import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.Optional;

/** What carries HTTP/2 to the server. */
public enum Transport implements Axis {
  NETTY_NIO("Netty on java.nio, TCP") {
    @Override
    EventLoopGroup newEventLoopGroup() {
      return new NioEventLoopGroup();
    }

    @Override
    NettyChannelBuilder newChannelBuilder(Target target) {
      return tcp(target).channelType(NioSocketChannel.class);
    }
  },
  NETTY_EPOLL("Netty on Linux's epoll, TCP") {
    @Override
    public Optional<String> unavailable() {
      return epollUnavailable();
    }

    @Override
    EventLoopGroup newEventLoopGroup() {
      return new EpollEventLoopGroup();
    }

    @Override
    NettyChannelBuilder newChannelBuilder(Target target) {
      return tcp(target).channelType(EpollSocketChannel.class);
    }
  },
  NETTY_UDS("Netty on Linux's epoll, Unix domain socket") {
    @Override
    public Optional<String> unavailable() {
      return epollUnavailable();
    }

    @Override
    EventLoopGroup newEventLoopGroup() {
      return new EpollEventLoopGroup();
    }

    @Override
    NettyChannelBuilder newChannelBuilder(Target target) {
      if (target instanceof Target.Unix unix) {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(unix.path()))
            .channelType(EpollDomainSocketChannel.class)
            // A socket's path is no host name; servers expect one in :authority.
            .overrideAuthority("localhost");
      }
      throw mismatch(target, "unix:PATH");
    }
  };

  private final String description;

  Transport(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  /** Whether this transport wants a {@link Target.Unix} rather than a {@link Target.Tcp}. */
  public boolean usesUnixSocket() {
    return this == NETTY_UDS;
  }

  abstract EventLoopGroup newEventLoopGroup();

  abstract NettyChannelBuilder newChannelBuilder(Target target);

  NettyChannelBuilder tcp(Target target) {
    if (target instanceof Target.Tcp tcp) {
      return NettyChannelBuilder.forAddress(tcp.host(), tcp.port());
    }
    throw mismatch(target, "HOST:PORT");
  }

  IllegalArgumentException mismatch(Target target, String wanted) {
    return new IllegalArgumentException(
        "transport '%s' needs a target %s, not '%s'".formatted(id(), wanted, target));
  }

  private static Optional<String> epollUnavailable() {
    return Epoll.isAvailable()
        ? Optional.empty()
        : Optional.of("epoll needs Linux and its native library: " + Epoll.unavailabilityCause());
  }
}
