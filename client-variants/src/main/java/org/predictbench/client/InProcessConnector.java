package org.predictbench.client;

import io.grpc.ManagedChannelBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;

/** Hands messages to a server in this JVM as streams of bytes: all of gRPC but the wire. */
record InProcessConnector(Target.InProcess target) implements Connector {
  @Override
  public ManagedChannelBuilder<?> newChannel(FlowControl flowControl) {
    return InProcessChannelBuilder.forName(target.name());
  }

  @Override
  public void close() {}
}
