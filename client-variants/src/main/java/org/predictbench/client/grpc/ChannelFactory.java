package org.predictbench.client.grpc;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.concurrent.TimeUnit;

/**
 * Opens channels to one target. What its transport owns, such as event loops, lives as long as the
 * factory: even the client that opens a channel a call does not start threads a call, as gRPC's own
 * defaults would not.
 */
public final class ChannelFactory implements AutoCloseable {
  private static final long GRACE_SECONDS = 5;

  private final Connector connector;
  private final ChannelSettings settings;

  /** The factory closes the connector. */
  public ChannelFactory(Connector connector, ChannelSettings settings) {
    this.connector = connector;
    this.settings = settings;
  }

  ManagedChannel open() {
    ManagedChannelBuilder<?> channel = connector.newChannel(settings.window());
    settings.configure(channel);
    return channel.build();
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
