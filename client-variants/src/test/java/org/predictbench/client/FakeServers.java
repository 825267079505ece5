package org.predictbench.client;

import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.axis.Transport;

/** One fake service behind every transport, over real sockets where there are any. */
final class FakeServers implements AutoCloseable {
  final FakePredictService service = new FakePredictService();
  private final Path socket;
  private final EventLoopGroup eventLoops = new EpollEventLoopGroup(1);
  private final List<Server> servers = new ArrayList<>();
  private final Server tcp;
  private final FakeRestService rest;

  FakeServers(Path socket) throws IOException {
    this(socket, 0, 0);
  }

  private FakeServers(Path socket, int tcpPort, int restPort) throws IOException {
    this.socket = socket;
    tcp =
        start(
            NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), tcpPort)));
    start(
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(eventLoops)
            .workerEventLoopGroup(eventLoops));
    start(InProcessServerBuilder.forName(socket.toString()));
    rest = new FakeRestService(restPort, service);
  }

  private Server start(ServerBuilder<?> builder) throws IOException {
    Server server =
        builder.maxInboundMessageSize(Integer.MAX_VALUE).addService(service).build().start();
    servers.add(server);
    return server;
  }

  Target target(Transport transport) {
    return switch (transport) {
      case NETTY_UDS, SOCKET_UDS, MULTIPLEXED_UDS -> new Target.Unix(socket.toString());
      case IN_PROCESS -> new Target.InProcess(socket.toString());
      case REST -> new Target.Tcp("127.0.0.1", rest.port());
      default -> new Target.Tcp("127.0.0.1", tcp.getPort());
    };
  }

  /** Ends these servers; the supplier starts others at the same addresses. */
  Restart stop() throws InterruptedException {
    int tcpPort = tcp.getPort();
    int restPort = rest.port();
    close();
    for (Server server : servers) {
      server.awaitTermination();
    }
    return () -> new FakeServers(socket, tcpPort, restPort);
  }

  /** Servers that are down and can be had again. */
  interface Restart {
    FakeServers start() throws IOException;
  }

  @Override
  public void close() {
    servers.forEach(Server::shutdownNow);
    rest.close();
    eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
