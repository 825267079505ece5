package org.predictbench.client.axis;

import io.netty.channel.epoll.Epoll;
import java.time.Duration;
import java.util.Optional;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Target;
import org.predictbench.client.grpc.Connector;
import org.predictbench.client.grpc.Endpoint;
import org.predictbench.client.grpc.GrpcPredictClient;
import org.predictbench.client.grpc.InProcessConnector;
import org.predictbench.client.grpc.NettyConnector;
import org.predictbench.client.grpc.OkHttpConnector;
import org.predictbench.client.http2.SocketPredictClient;
import org.predictbench.client.rest.RestPredictClient;
import org.predictbench.client.wire.JsonWireFormat;

/** What carries a call to the server: HTTP/2 for gRPC, nothing at all, or HTTP/1.1 for REST. */
public enum Transport implements Axis {
  NETTY_NIO("Netty on java.nio, TCP") {
    @Override
    public Connector connector(Target target) {
      return NettyConnector.nio(endpoint(target));
    }
  },
  NETTY_EPOLL("Netty on Linux's epoll, TCP") {
    @Override
    public Optional<String> unavailable() {
      return epollUnavailable();
    }

    @Override
    public Connector connector(Target target) {
      return NettyConnector.epoll(endpoint(target));
    }
  },
  NETTY_UDS("Netty on Linux's epoll, Unix domain socket") {
    @Override
    public Optional<String> unavailable() {
      return epollUnavailable();
    }

    @Override
    public Connector connector(Target target) {
      return NettyConnector.unix(unix(target));
    }
  },
  OKHTTP("OkHttp's HTTP/2 on java.net sockets, TCP") {
    @Override
    public Connector connector(Target target) {
      return new OkHttpConnector(endpoint(target));
    }
  },
  IN_PROCESS("gRPC within this JVM, no wire") {
    @Override
    public Connector connector(Target target) {
      if (target instanceof Target.InProcess inProcess) {
        return new InProcessConnector(inProcess);
      }
      throw mismatch(target, "in-process:NAME");
    }
  },
  SOCKET("HTTP/2 spoken by the calling thread itself, no event loop, TCP") {
    @Override
    public Connector connector(Target target) {
      throw noChannels();
    }

    @Override
    public PredictClient client(Variant variant, Target target, ModelRef model, Duration deadline) {
      return new SocketPredictClient(tcp(target), model, deadline);
    }
  },
  SOCKET_UDS("HTTP/2 spoken by the calling thread itself, no event loop, Unix domain socket") {
    @Override
    public Connector connector(Target target) {
      throw noChannels();
    }

    @Override
    public PredictClient client(Variant variant, Target target, ModelRef model, Duration deadline) {
      return new SocketPredictClient(unix(target), model, deadline);
    }
  },
  REST("JSON over HTTP/1.1 with the JDK's HTTP client, TCP: TensorFlow Serving's other endpoint") {
    @Override
    public Connector connector(Target target) {
      throw noChannels();
    }

    @Override
    public PredictClient client(Variant variant, Target target, ModelRef model, Duration deadline) {
      return new RestPredictClient(
          tcp(target), new JsonWireFormat(model, variant.encoding()), model, deadline);
    }
  };

  private final String description;

  Transport(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  /** The transport most like this one that reaches such a target. */
  public Transport towards(Target target) {
    boolean own = this == SOCKET || this == SOCKET_UDS;
    if (target instanceof Target.Unix) {
      return own ? SOCKET_UDS : NETTY_UDS;
    }
    if (own) {
      return target instanceof Target.Tls ? NETTY_EPOLL : SOCKET;
    }
    return this == NETTY_UDS ? NETTY_EPOLL : this;
  }

  /** Whether this transport wants a {@link Target.Unix} rather than a {@link Target.Tcp}. */
  public boolean usesUnixSocket() {
    return this == NETTY_UDS || this == SOCKET_UDS;
  }

  /**
   * Binds this gRPC transport to a target; nothing is connected yet.
   *
   * @throws IllegalArgumentException if this transport does not reach such a target, before any
   *     thread exists
   */
  public abstract Connector connector(Target target);

  /** A client of this transport; the variant is one that can run. */
  public PredictClient client(Variant variant, Target target, ModelRef model, Duration deadline) {
    return GrpcPredictClient.of(
        variant, target, variant.protos().wireFormat(model, variant.encoding()), deadline);
  }

  Target.Tcp tcp(Target target) {
    if (target instanceof Target.Tcp tcp) {
      return tcp;
    }
    throw mismatch(target, "HOST:PORT");
  }

  /** For transports that speak TLS, too. */
  Endpoint endpoint(Target target) {
    return target instanceof Target.Tls secure
        ? Endpoint.secure(secure)
        : Endpoint.plain(tcp(target));
  }

  Target.Unix unix(Target target) {
    if (target instanceof Target.Unix unix) {
      return unix;
    }
    throw mismatch(target, "unix:PATH");
  }

  /** Whether calls go through a gRPC channel, with all that can be set on one. */
  public boolean hasChannels() {
    return this != SOCKET && this != SOCKET_UDS && this != REST;
  }

  IllegalStateException noChannels() {
    return new IllegalStateException("transport '%s' has no channels".formatted(id()));
  }

  IllegalArgumentException mismatch(Target target, String wanted) {
    return new IllegalArgumentException(
        "transport '%s' needs a target %s, not '%s'".formatted(id(), wanted, target));
  }

  private static Optional<String> epollUnavailable() {
    return Epoll.isAvailable()
        ? Optional.empty()
        : Optional.of("epoll needs Linux and its native library: " + Epoll.unavailabilityCause());
  }
}
