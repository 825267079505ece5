package org.predictbench.modelserver.grpc;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Listens on the TCP port and, if configured, on the Unix socket, with the same services and event
 * loops.
 */
public final class Listeners implements AutoCloseable {
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  private final EventLoopGroup eventLoops =
      Epoll.isAvailable() ? new EpollEventLoopGroup() : new NioEventLoopGroup();

  /**
   * Calls block in Session.run, so never on an event loop: one slow run would hold up every
   * connection of that loop. The bound is TensorFlow Serving's grpc_max_threads.
   */
  private final ExecutorService calls;

  private final List<ServerServiceDefinition> services;
  private final List<ServerStreamTracer.Factory> tracers;
  private final GrpcSettings settings;
  private final List<Server> servers = new ArrayList<>();
  private final Optional<Path> socket;
  private int port;

  private Listeners(
      List<ServerServiceDefinition> services,
      List<ServerStreamTracer.Factory> tracers,
      Optional<Path> socket,
      GrpcSettings settings) {
    this.services = services;
    this.tracers = tracers;
    this.settings = settings;
    calls = Executors.newFixedThreadPool(settings.maxThreads());
    this.socket = socket;
  }

  /** Opens both listeners; on failure neither stays open. */
  public static Listeners open(
      List<ServerServiceDefinition> services,
      List<ServerStreamTracer.Factory> tracers,
      InetSocketAddress address,
      Optional<Path> socket,
      GrpcSettings settings)
      throws IOException {
    Listeners listeners = new Listeners(services, tracers, socket, settings);
    try {
      listeners.port = listeners.listenTcp(address);
      if (socket.isPresent()) {
        listeners.listenUnix(socket.get());
      }
      return listeners;
    } catch (IOException | RuntimeException e) {
      listeners.close();
      throw e;
    }
  }

  /** Returns the port that was bound. */
  public int port() {
    return port;
  }

  private int listenTcp(InetSocketAddress address) throws IOException {
    return listen(
            address,
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .getPort();
  }

  private void listenUnix(Path path) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException("Unix sockets need epoll", Epoll.unavailabilityCause());
    }
    SocketFile.remove(path);
    var unused =
        listen(new DomainSocketAddress(path.toFile()), EpollServerDomainSocketChannel.class);
  }

  private Server listen(SocketAddress address, Class<? extends ServerChannel> channelType)
      throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .channelType(channelType)
            .bossEventLoopGroup(eventLoops)
            .workerEventLoopGroup(eventLoops)
            .executor(calls)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .decompressorRegistry(BoundedGzip.ENCODINGS)
            .addServices(services);
    tracers.forEach(builder::addStreamTracerFactory);
    ConnectionBuffers.apply(builder);
    settings.apply(builder);
    Server server = builder.build().start();
    servers.add(server);
    return server;
  }

  /** Blocks until {@link #close} was called. */
  public void awaitTermination() throws InterruptedException {
    for (Server server : servers) {
      server.awaitTermination();
    }
  }

  /** Waits at most 1.5 s for the calls under way, then cancels them. */
  @Override
  public void close() {
    servers.forEach(Server::shutdown);
    long end = System.nanoTime() + GRACE_NANOS;
    try {
      for (Server server : servers) {
        if (!server.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          server.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      servers.forEach(Server::shutdownNow);
      Thread.currentThread().interrupt();
    }
    socket.ifPresent(SocketFile::remove);
    calls.shutdownNow();
    var unused = eventLoops.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
  }
}
