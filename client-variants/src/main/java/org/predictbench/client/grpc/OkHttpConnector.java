package org.predictbench.client.grpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.okhttp.OkHttpChannelBuilder;
import org.predictbench.client.Target;
import org.predictbench.client.axis.FlowControl;

/** OkHttp's HTTP/2 over java.net sockets. Its threads are gRPC's to share and to end. */
public record OkHttpConnector(Endpoint endpoint) implements Connector {
  @Override
  public ManagedChannelBuilder<?> newChannel(FlowControl flowControl) {
    Target.Tcp address = endpoint.address();
    OkHttpChannelBuilder channel =
        OkHttpChannelBuilder.forAddress(address.host(), address.port(), endpoint.credentials());
    flowControl.window().ifPresent(channel::flowControlWindow);
    return channel;
  }

  @Override
  public void close() {}
}
