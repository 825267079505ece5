package org.predictbench.client;

import io.grpc.ManagedChannelBuilder;

/** A transport bound to one target, with what its channels share. */
interface Connector extends AutoCloseable {

  ManagedChannelBuilder<?> newChannel(FlowControl flowControl);

  /** Frees what the channels shared; they are shut down by then. */
  @Override
  void close();
}
