package org.predictbench.client.grpc;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Variant;

/**
 * Opens channels to one target. What its transport owns, such as event loops, lives as long as the
 * factory: even the client that opens a channel a call does not start threads a call, as gRPC's own
 * defaults would not.
 */
final class ChannelFactory implements AutoCloseable {
  private static final long GRACE_SECONDS = 5;

  private final Connector connector;
  private final Variant variant;

  ChannelFactory(Variant variant, Target target) {
    this.variant = variant;
    this.connector = variant.transport().connector(target);
  }

  ManagedChannel open() {
    ManagedChannelBuilder<?> channel = connector.newChannel(variant.flowControl());
    variant.executor().configure(channel);
    return channel
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
    connector.close();
  }
}
