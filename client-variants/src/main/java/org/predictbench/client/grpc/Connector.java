package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import java.util.OptionalInt;

/** A transport bound to one target, with what its channels share. */
public interface Connector extends AutoCloseable {

  /** Begins a channel with that receive window in bytes; empty leaves the transport its own. */
  ManagedChannelBuilder<?> newChannel(OptionalInt window);

  /** Frees what the channels shared; they are shut down by then. */
  @Override
  void close();
}
