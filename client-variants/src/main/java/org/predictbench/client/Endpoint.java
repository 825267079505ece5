package org.predictbench.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;

/** A TCP endpoint and how gRPC is to speak to it, plainly or through TLS. */
record Endpoint(Target.Tcp address, ChannelCredentials credentials) {

  static Endpoint plain(Target.Tcp address) {
    return new Endpoint(address, InsecureChannelCredentials.create());
  }

  static Endpoint secure(Target.Tls target) {
    return new Endpoint(target.endpoint(), target.files().credentials());
  }
}
