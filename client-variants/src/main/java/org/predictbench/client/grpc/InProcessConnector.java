package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.util.OptionalInt;
import org.predictbench.client.Target;

/** Hands messages to a server in this JVM as streams of bytes: all of gRPC but the wire. */
public record InProcessConnector(Target.InProcess target) implements Connector {
  @Override
  public ManagedChannelBuilder<?> newChannel(OptionalInt window) {
    return InProcessChannelBuilder.forName(target.name());
  }

  @Override
  public void close() {}
}
