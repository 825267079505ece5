package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.OptionalInt;
import org.predictbench.client.Target;

/** OkHttp's HTTP/2 over java.net sockets. Its threads are gRPC's to share and to end. */
public record OkHttpConnector(Endpoint endpoint) implements Connector {
  @Override
  public ManagedChannelBuilder<?> newChannel(OptionalInt window) {
    Target.Tcp address = endpoint.address();
    OkHttpChannelBuilder channel =
        OkHttpChannelBuilder.forAddress(address.host(), address.port(), endpoint.credentials());
    window.ifPresent(channel::flowControlWindow);
    return channel;
  }

  @Override
  public void close() {}
}
