package org.predictbench.client.grpc;

import io.netty.incubator.channel.uring.IOUringEventLoopGroup;
import io.netty.incubator.channel.uring.IOUringSocketChannel;

/** Netty on Linux's io_uring; apart from {@link NettyConnector}, which must load without it. */
public final class IoUringConnectors {
  private IoUringConnectors() {}

  /** Connects by TCP. */
  public static Connector tcp(Endpoint endpoint) {
    return new NettyConnector(
        new IOUringEventLoopGroup(0, NettyConnector.threads()),
        IOUringSocketChannel.class,
        () -> NettyConnector.tcp(endpoint));
  }
}
