package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import org.predictbench.client.axis.FlowControl;

/** A transport bound to one target, with what its channels share. */
public interface Connector extends AutoCloseable {

  ManagedChannelBuilder<?> newChannel(FlowControl flowControl);

  /** Frees what the channels shared; they are shut down by then. */
  @Override
  void close();
}
