package org.predictbench.bench.record;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.File;
import java.io.IOException;
import java.util.function.Supplier;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Target;
import org.predictbench.client.TlsFiles;

/** How to reach a target: keys are read once, channels begun as often as needed. Thread-safe. */
final class Dialer {
  private final Target target;
  private final Supplier<NettyChannelBuilder> channels;

  /**
   * @throws InputException if the keys cannot be read, or no proxy can reach such a target
   */
  Dialer(Target target) {
    this.target = target;
    this.channels = channels(target);
  }

  NettyChannelBuilder newChannel() {
    return channels.get();
  }

  /** Whether the target is a Unix domain socket. */
  boolean isUnix() {
    return target instanceof Target.Unix;
  }

  /** The target without its keys. */
  @Override
  public String toString() {
    return target instanceof Target.Tls tls ? "tls:" + tls.endpoint() : target.toString();
  }

  private static Supplier<NettyChannelBuilder> channels(Target target) {
    if (target instanceof Target.Unix unix) {
      return () ->
          NettyChannelBuilder.forAddress(
                  new DomainSocketAddress(unix.path()), InsecureChannelCredentials.create())
              // A socket's path is no host name; servers expect one in :authority.
              .overrideAuthority("localhost");
    }
    if (target instanceof Target.Tls tls) {
      ChannelCredentials credentials = credentials(tls.files());
      return () -> tcp(tls.endpoint(), credentials);
    }
    if (target instanceof Target.Tcp tcp) {
      ChannelCredentials plain = InsecureChannelCredentials.create();
      return () -> tcp(tcp, plain);
    }
    throw new InputException(
        "record needs a target HOST:PORT, tls:HOST:PORT or unix:PATH, not '%s'".formatted(target));
  }

  private static NettyChannelBuilder tcp(Target.Tcp endpoint, ChannelCredentials credentials) {
    return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port(), credentials);
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
      throw new InputException("cannot read keys for TLS: " + e.getMessage(), e);
    }
  }
}
