package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * What is set on each channel of a client.
 *
 * @param window HTTP/2's receive window in bytes; empty leaves the transport its own
 * @param executor runs callbacks; empty leaves it to gRPC's shared pool
 */
public record ChannelSettings(OptionalInt window, Optional<Executor> executor) {

  void configure(ManagedChannelBuilder<?> channel) {
    executor.ifPresent(channel::executor);
    // A reply may be as large as the server allows; gRPC's default stops at 4 MiB.
    channel.maxInboundMessageSize(Integer.MAX_VALUE);
  }
}
