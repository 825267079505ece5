package org.predictbench.client.axis;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What carries a call to the server: HTTP/2 for gRPC, nothing at all, or HTTP/1.1 for REST. */
public enum Transport implements Axis {
  NETTY_NIO("Netty on java.nio, TCP", Carrier.CHANNEL, TargetKind.TCP, TargetKind.TLS),
  NETTY_EPOLL("Netty on Linux's epoll, TCP", Carrier.CHANNEL, TargetKind.TCP, TargetKind.TLS) {
    @Override
    public Optional<String> unavailable() {
      return epollUnavailable();
    }
  },
  NETTY_UDS("Netty on Linux's epoll, Unix domain socket", Carrier.CHANNEL, TargetKind.UNIX) {
    @Override
    public Optional<String> unavailable() {
      return epollUnavailable();
    }

    @Override
    Transport other(TargetKind kind) {
      return NETTY_EPOLL;
    }
  },
  OKHTTP(
      "OkHttp's HTTP/2 on java.net sockets, TCP", Carrier.CHANNEL, TargetKind.TCP, TargetKind.TLS) {
    @Override
    public Optional<String> unavailable() {
      return new Library("io.grpc.okhttp.OkHttpChannelBuilder", "io.grpc:grpc-okhttp").missing();
    }
  },
  IN_PROCESS("gRPC within this JVM, no wire", Carrier.MEMORY, TargetKind.IN_PROCESS) {
    @Override
    public Optional<String> unavailable() {
      return new Library("io.grpc.inprocess.InProcessChannelBuilder", "io.grpc:grpc-inprocess")
          .missing();
    }
  },
  SOCKET(
      "blocking HTTP/2 client of our own, no event loop, TCP",
      Carrier.SOCKET,
      TargetKind.TCP,
      TargetKind.TLS) {
    @Override
    Transport other(TargetKind kind) {
      return kind == TargetKind.UNIX ? SOCKET_UDS : this;
    }
  },
  SOCKET_UDS(
      "blocking HTTP/2 client of our own, no event loop, Unix domain socket",
      Carrier.SOCKET,
      TargetKind.UNIX) {
    @Override
    Transport other(TargetKind kind) {
      return SOCKET;
    }
  },
  MULTIPLEXED(
      "HTTP/2 client of our own for any number of callers on one connection, TCP",
      Carrier.MULTIPLEXED,
      TargetKind.TCP,
      TargetKind.TLS) {
    @Override
    Transport other(TargetKind kind) {
      return kind == TargetKind.UNIX ? MULTIPLEXED_UDS : this;
    }
  },
  MULTIPLEXED_UDS(
      "HTTP/2 client of our own for any number of callers on one connection, Unix domain socket",
      Carrier.MULTIPLEXED,
      TargetKind.UNIX) {
    @Override
    Transport other(TargetKind kind) {
      return MULTIPLEXED;
    }
  },
  REST(
      "JSON over HTTP/1.1 with the JDK's HTTP client, TCP: TensorFlow Serving's other endpoint",
      Carrier.HTTP1,
      TargetKind.TCP) {
    @Override
    public Optional<String> unavailable() {
      return new Library(
              "com.fasterxml.jackson.core.JsonFactory", "com.fasterxml.jackson.core:jackson-core")
          .missing();
    }
  };

  /** What a family of transports leaves no choice of: the values that each needs. */
  private enum Carrier {
    CHANNEL,
    MEMORY(Compression.IDENTITY, FlowControl.DEFAULT),
    SOCKET(
        CallStyle.BLOCKING,
        Reuse.SHARED,
        CallExecutor.DEFAULT,
        Compression.IDENTITY,
        FlowControl.DEFAULT),
    MULTIPLEXED(CallStyle.BLOCKING, Compression.IDENTITY, FlowControl.DEFAULT),
    // The JDK's client keeps and pools its connections itself, and has no stubs.
    HTTP1(Reuse.SHARED, CallExecutor.DEFAULT, Compression.IDENTITY, FlowControl.DEFAULT);

    @SuppressWarnings("ImmutableEnumChecker") // List.of is unmodifiable, and its values are enums.
    private final List<Axis> needed;

    Carrier(Axis... needed) {
      this.needed = List.of(needed);
    }
  }

  private final String description;
  private final Carrier carrier;
  private final TargetKind usual;

  @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable, and its values are enums.
  private final Set<TargetKind> reached;

  Transport(String description, Carrier carrier, TargetKind usual, TargetKind... more) {
    this.description = description;
    this.carrier = carrier;
    this.usual = usual;
    this.reached = Collections.unmodifiableSet(EnumSet.of(usual, more));
  }

  @Override
  public String description() {
    return description;
  }

  /** The transport most like this one that reaches such a target; this one if none does. */
  public Transport towards(TargetKind kind) {
    return reaches(kind) ? this : other(kind);
  }

  /** What {@link #towards} answers for a kind that this transport does not reach. */
  Transport other(TargetKind kind) {
    return kind == TargetKind.UNIX ? NETTY_UDS : this;
  }

  /** Whether this transport reaches targets of that kind. */
  public boolean reaches(TargetKind kind) {
    return reached.contains(kind);
  }

  /** The form of target that users most often give this transport, such as {@code HOST:PORT}. */
  public String targetForm() {
    return usual.form();
  }

  /** Whether this transport wants a Unix domain socket rather than a TCP port. */
  public boolean usesUnixSocket() {
    return reaches(TargetKind.UNIX);
  }

  /** Whether this transport calls the server's REST endpoint, and so needs a JSON encoding. */
  public boolean isRest() {
    return carrier == Carrier.HTTP1;
  }

  /** Whether this transport carries bytes that are written without messages, and no others. */
  boolean carriesBytesOnly() {
    return carrier == Carrier.SOCKET || carrier == Carrier.MULTIPLEXED;
  }

  /** Whether this transport keeps its connections, and shares each among callers. */
  boolean sharesConnections() {
    return carrier == Carrier.MULTIPLEXED;
  }

  /** Whether calls go through a gRPC channel, with all that can be set on one. */
  public boolean hasChannels() {
    return carrier == Carrier.CHANNEL || carrier == Carrier.MEMORY;
  }

  /** The values of other axes that this transport needs, because it knows no other. */
  List<Axis> needed() {
    return carrier.needed;
  }

  private static Optional<String> epollUnavailable() {
    return Library.EPOLL.missing().or(EpollSupport::unavailable);
  }
}
