package org.predictbench.bench.check;

import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.client.Target;

/** The {@link EchoService} on loopback or a Unix domain socket; it can be away for a while. */
final class EchoServer implements AutoCloseable {
  final EchoService service = new EchoService();
  private final AtomicInteger connections = new AtomicInteger();
  private final Path socket;
  private final EventLoopGroup eventLoops;
  private Server server;

  private EchoServer(Path socket) throws IOException {
    this.socket = socket;
    this.eventLoops = socket == null ? null : new EpollEventLoopGroup(1);
    start(0);
  }

  static EchoServer onLoopback() throws IOException {
    return new EchoServer(null);
  }

  /**
   * On a Unix domain socket.
   *
   * @param socket in a private folder, not there yet
   */
  static EchoServer on(Path socket) throws IOException {
    return new EchoServer(socket);
  }

  private void start(int port) throws IOException {
    NettyServerBuilder builder =
        socket == null
            ? NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            : NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoops)
                .workerEventLoopGroup(eventLoops);
    server =
        builder
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addService(service)
            .addTransportFilter(new Counting())
            .build()
            .start();
  }

  Target target() {
    return socket == null
        ? new Target.Tcp("127.0.0.1", server.getPort())
        : new Target.Unix(socket.toString());
  }

  /** Connections that are open. */
  int connections() {
    return connections.get();
  }

  /** Ends it, with all calls; {@link #comeBack} starts another at the same address. */
  int goAway() throws InterruptedException {
    int port = socket == null ? server.getPort() : 0;
    server.shutdownNow();
    server.awaitTermination();
    return port;
  }

  void comeBack(int port) throws IOException {
    start(port);
  }

  @Override
  public void close() {
    server.shutdownNow();
    if (eventLoops != null) {
      var unused = eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private final class Counting extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
      connections.decrementAndGet();
    }
  }
}
