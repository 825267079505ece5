package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import java.util.OptionalInt;

/**
 * What is set on each channel of a client.
 *
 * @param window HTTP/2's receive window in bytes; empty leaves the transport its own
 * @param direct whether callbacks run on the transport's thread
 */
public record ChannelSettings(OptionalInt window, boolean direct) {

  void configure(ManagedChannelBuilder<?> channel) {
    if (direct) {
      channel.directExecutor();
    }
    // A reply may be as large as the server allows; gRPC's default stops at 4 MiB.
    channel.maxInboundMessageSize(Integer.MAX_VALUE);
  }
}
