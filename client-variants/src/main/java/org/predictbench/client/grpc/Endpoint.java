package org.predictbench.client.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import org.predictbench.client.Target;
import org.predictbench.client.TlsFiles;

/** A TCP endpoint and how gRPC is to speak to it, plainly or through TLS. */
public record Endpoint(Target.Tcp address, ChannelCredentials credentials) {

  /**
   * The endpoint of a target that is reached by TCP.
   *
   * @throws IllegalArgumentException if a key of TLS cannot be read
   */
  public static Endpoint of(Target target) {
    return target instanceof Target.Tls secure
        ? new Endpoint(secure.endpoint(), credentials(secure.files()))
        : new Endpoint((Target.Tcp) target, InsecureChannelCredentials.create());
  }

  private static ChannelCredentials credentials(TlsFiles files) {
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    try {
      if (files.ca().isPresent()) {
        credentials.trustManager(new File(files.ca().get()));
      }
      if (files.certificate().isPresent()) {
        credentials.keyManager(
            new File(files.certificate().get()), new File(files.key().orElseThrow()));
      }
      return credentials.build();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read keys for TLS: " + e.getMessage(), e);
    }
  }
}
