package org.predictbench.bench.record;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.files.InputException;

/** The threads of the proxy, one a processor, and the sockets that they serve. */
record EventLoops(
    EventLoopGroup group, Class<? extends ServerChannel> servers, Class<? extends Channel> clients)
    implements AutoCloseable {
  private static final long GRACE_SECONDS = 2;

  /**
   * Starts the loops: Linux's epoll where there is one.
   *
   * @param unix whether the target is a Unix domain socket
   * @throws InputException if that needs epoll, and there is none
   */
  static EventLoops start(boolean unix) {
    int threads = Runtime.getRuntime().availableProcessors();
    ThreadFactory factory = new DefaultThreadFactory("record", true);
    if (Epoll.isAvailable()) {
      return new EventLoops(
          new EpollEventLoopGroup(threads, factory),
          EpollServerSocketChannel.class,
          unix ? EpollDomainSocketChannel.class : EpollSocketChannel.class);
    }
    if (unix) {
      throw new InputException("a target unix:PATH needs Linux's epoll; take HOST:PORT");
    }
    return new EventLoops(
        new NioEventLoopGroup(threads, factory),
        NioServerSocketChannel.class,
        NioSocketChannel.class);
  }

  /** The loop whose thread this is; any, if it is none of theirs. */
  EventLoop current() {
    for (EventExecutor executor : group) {
      if (executor.inEventLoop()) {
        return (EventLoop) executor;
      }
    }
    return group.next();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
