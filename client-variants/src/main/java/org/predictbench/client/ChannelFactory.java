package org.predictbench.client;

import io.grpc.ManagedChannel;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/**
 * Opens channels to one target. Its event loops live as long as the factory: even the client that
 * opens a channel a call does not start threads a call, as gRPC's own defaults would not.
 */
final class ChannelFactory implements AutoCloseable {
  private static final long GRACE_SECONDS = 5;

  private final Transport transport;
  private final Target target;
  private final EventLoopGroup eventLoops;

  ChannelFactory(Transport transport, Target target) {
    transport
        .unavailable()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  "transport '%s' is not available here: %s".formatted(transport.id(), why));
            });
    // Refuses a target of the wrong kind before any thread exists.
    transport.newChannelBuilder(target);
    this.transport = transport;
    this.target = target;
    this.eventLoops = transport.newEventLoopGroup();
  }

  ManagedChannel open() {
    return transport
        .newChannelBuilder(target)
        .eventLoopGroup(eventLoops)
        .usePlaintext()
        // A reply may be as large as the server allows; gRPC's default stops at 4 MiB.
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }

  /** Shuts a channel down and waits until it holds no more resources. */
  static void shutDown(ManagedChannel channel) {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    eventLoops.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
