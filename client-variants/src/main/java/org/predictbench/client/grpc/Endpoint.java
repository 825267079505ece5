package org.predictbench.client.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import org.predictbench.client.Target;

/** A TCP endpoint and how gRPC is to speak to it, plainly or through TLS. */
public record Endpoint(Target.Tcp address, ChannelCredentials credentials) {

  public static Endpoint plain(Target.Tcp address) {
    return new Endpoint(address, InsecureChannelCredentials.create());
  }

  public static Endpoint secure(Target.Tls target) {
    return new Endpoint(target.endpoint(), target.files().credentials());
  }
}
