package org.predictbench.bench.load.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between client and server on one TCP port and hands bytes on, except where a fault is set
 * to fail. It reads no frame: what breaks is the connection, as it would on a network. Thread-safe.
 */
public final class FaultProxy implements Closeable {
  private static final int CHUNK = 64 * 1024;

  private final ServerSocket listener;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile InetSocketAddress upstream;
  private volatile boolean refusing;
  private volatile long stalledUntil = System.nanoTime();
  private volatile long slowUntil = stalledUntil;
  private volatile long slowByNanos;

  /** Listens on a port of its own on the loopback interface. */
  public FaultProxy(InetSocketAddress upstream) throws IOException {
    this.upstream = upstream;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Hands nothing on for so long, either way; connections stay. */
  public void stall(Duration length) {
    stalledUntil = System.nanoTime() + length.toNanos();
  }

  /** Holds back what the server sends, each piece that is read, for so long. */
  public void slow(Duration length, Duration by) {
    slowByNanos = by.toNanos();
    slowUntil = System.nanoTime() + length.toNanos();
  }

  /** Resets all connections, and closes new ones at once, until {@link #admit}. */
  public void refuse() throws IOException {
    refusing = true;
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Takes connections again, to a server that may be another one. */
  public void admit(InetSocketAddress server) {
    upstream = server;
    refusing = false;
  }

  /** Where it hands on to. */
  public InetSocketAddress upstream() {
    return upstream;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
        } else {
          threads.execute(() -> connect(client));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket server = new Socket()) {
      server.connect(upstream);
      sockets.add(client);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      threads.execute(() -> pump(client, server, false));
      pump(server, client, true);
    } catch (IOException e) {
      // The server is not there: to the client, a connection that is closed.
    } finally {
      sockets.remove(client);
    }
  }

  private void pump(Socket from, Socket to, boolean replies) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (replies && System.nanoTime() - slowUntil < 0) {
          hold(System.nanoTime() + slowByNanos);
        }
        hold(stalledUntil);
        out.write(chunk, 0, read);
      }
    } catch (IOException e) {
      // Either end is gone; the other follows.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void hold(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    refuse();
    threads.shutdownNow();
  }
}
