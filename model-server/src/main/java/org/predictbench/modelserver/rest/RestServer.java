package org.predictbench.modelserver.rest;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.flow.FlowControlHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Listens on the HTTP port. Thread-safe. */
public final class RestServer implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 1 << 29;

  /** Of a first line, and of all headers. The original takes any size. */
  private static final int MAX_HEAD_BYTES = 1 << 20;

  private static final int CHUNK_BYTES = 8192;
  private static final int EVENT_LOOPS = 2;

  private final EventLoopGroup eventLoops =
      Epoll.isAvailable()
          ? new EpollEventLoopGroup(EVENT_LOOPS)
          : new NioEventLoopGroup(EVENT_LOOPS);
  private final ExecutorService calls;
  private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
  private Channel listener;

  /**
   * Configures the port.
   *
   * @param threads calls answered at a time
   * @param timeout what a call may take; zero is no limit
   * @param cors whether browsers of other origins may call
   * @param metricsPath where Prometheus finds its page; empty for no page
   */
  public record Settings(
      int threads, Duration timeout, boolean cors, Optional<String> metricsPath) {}

  private RestServer(int threads) {
    calls = Executors.newFixedThreadPool(threads);
  }

  /** Opens the port; 0 picks a free one. */
  public static RestServer open(InetSocketAddress address, RestBackend backend, Settings settings)
      throws IOException {
    RestServer server = new RestServer(settings.threads());
    try {
      server.listen(address, new RestApi(backend, settings.metricsPath()), settings);
      return server;
    } catch (InterruptedException e) {
      server.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (RuntimeException | IOException e) {
      server.close();
      throw new IOException("Failed to start HTTP Server at " + address, e);
    }
  }

  private void listen(InetSocketAddress address, RestApi api, Settings settings)
      throws IOException, InterruptedException {
    Class<? extends ServerChannel> type =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    var bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(type)
            // A call is read only when the one before it is answered.
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec(MAX_HEAD_BYTES, MAX_HEAD_BYTES, CHUNK_BYTES))
                        .addLast(new HttpServerExpectContinueHandler())
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                        .addLast(new FlowControlHandler())
                        .addLast(new RestHandler(api, settings, calls, deadlines));
                  }
                })
            .bind(address)
            .await();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause());
    }
    listener = bound.channel();
  }

  /** Returns the port that was bound. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Closes the port and drops the calls under way. */
  @Override
  public void close() {
    if (listener != null) {
      listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
    calls.shutdownNow();
    deadlines.shutdownNow();
    var unused = eventLoops.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
  }
}
