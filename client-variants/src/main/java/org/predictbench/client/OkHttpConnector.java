package org.predictbench.client;

import io.grpc.ManagedChannelBuilder;
import io.grpc.okhttp.OkHttpChannelBuilder;

/** OkHttp's HTTP/2 over plain java.net sockets. Its threads are gRPC's to share and to end. */
record OkHttpConnector(Target.Tcp target) implements Connector {
  @Override
  public ManagedChannelBuilder<?> newChannel(FlowControl flowControl) {
    OkHttpChannelBuilder channel = OkHttpChannelBuilder.forAddress(target.host(), target.port());
    flowControl.window().ifPresent(channel::flowControlWindow);
    return channel;
  }

  @Override
  public void close() {}
}
