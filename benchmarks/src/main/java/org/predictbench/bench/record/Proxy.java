package org.predictbench.bench.record;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Target;
import org.predictbench.serving.RequestBuffers;

/**
 * Passes every gRPC call that comes to a TCP port on to a target: any method, messages byte for
 * byte and of any size up to 2 GiB, metadata of up to 1 MiB, trailers, status, deadline and
 * cancellation. Messages are never parsed. Thread-safe.
 *
 * <p>Of what a caller sends the target sees all but these: user-agent and authority are the proxy's
 * own, and keepalive pings are answered here.
 */
final class Proxy implements AutoCloseable {
  /** gRPC's own 8 KiB would refuse what other servers take. */
  static final int METADATA_BYTES = 1 << 20;

  private static final long GRACE_SECONDS = 5;

  private final EventLoops loops;
  private final Server server;

  private Proxy(EventLoops loops, Server server) {
    this.loops = loops;
    this.server = server;
  }

  /**
   * Starts to listen. Whether the target answers is found out call by call.
   *
   * @param observers makes an observer for each call from its method's full name
   * @throws InputException if the address cannot be listened on, or the target not be reached
   */
  static Proxy start(
      InetSocketAddress listen, Target target, Function<String, CallObserver> observers) {
    Dialer dialer = new Dialer(target);
    EventLoops loops = EventLoops.start(dialer.isUnix());
    ByteBufAllocator buffers = RequestBuffers.pool(Runtime.getRuntime().availableProcessors());
    Server server =
        NettyServerBuilder.forAddress(listen)
            .channelType(loops.servers())
            .bossEventLoopGroup(loops.group())
            .workerEventLoopGroup(loops.group())
            .withChildOption(ChannelOption.ALLOCATOR, buffers)
            .addTransportFilter(new Connections(dialer, loops, buffers))
            .addStreamTracerFactory(Encodings.tracers())
            .compressorRegistry(Encodings.compressors())
            .decompressorRegistry(Encodings.decompressors())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .maxInboundMetadataSize(METADATA_BYTES)
            // How often a caller may ping is no business of ours.
            .permitKeepAliveTime(0, TimeUnit.NANOSECONDS)
            .permitKeepAliveWithoutCalls(true)
            .fallbackHandlerRegistry(new AnyMethod(observers))
            .directExecutor()
            .build();
    try {
      return new Proxy(loops, server.start());
    } catch (IOException e) {
      loops.close();
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new InputException(
          "cannot listen on %s:%d: %s".formatted(listen.getHostString(), listen.getPort(), why), e);
    }
  }

  /** The port it listens on. */
  int port() {
    return server.getPort();
  }

  /** Takes no more calls, and gives those under way some seconds to end. Idempotent. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    loops.close();
  }

  /** Has every method there is. */
  private static final class AnyMethod extends HandlerRegistry {
    private final Function<String, CallObserver> observers;

    AnyMethod(Function<String, CallObserver> observers) {
      this.observers = observers;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      return ServerMethodDefinition.create(
          MethodDescriptor.<Message, Message>newBuilder()
              // Its messages are not counted: whether there may be several is the target's to say.
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .setFullMethodName(name)
              .setRequestMarshaller(Message.MARSHALLER)
              .setResponseMarshaller(Message.MARSHALLER)
              .build(),
          this::pass);
    }

    private ServerCall.Listener<Message> pass(ServerCall<Message, Message> call, Metadata headers) {
      CallObserver observer = observers.apply(call.getMethodDescriptor().getFullMethodName());
      return RelayedCall.start(call, headers, Connections.of(call), observer);
    }
  }
}
