package org.predictbench.bench.floor;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.predictbench.bench.run.ParentWatch;

/** The other end: a process that reads each request whole and answers. Ends with its parent. */
public final class RawSocketServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 1 << 28;

  private final Process process;
  private final Path folder;
  private final SocketAddress address;

  private RawSocketServer(Process process, Path folder, SocketAddress address) {
    this.process = process;
    this.folder = folder;
    this.address = address;
  }

  /** Starts one and returns when it listens, on loopback or on a socket in a private folder. */
  public static RawSocketServer start(boolean unix) throws IOException {
    Path folder = Files.createTempDirectory("predictbench-floor-");
    Path socket = folder.resolve("s");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RawSocketServer.class.getName(),
                unix ? socket.toString() : "")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader stdout = process.inputReader(StandardCharsets.UTF_8);
    String port = stdout.readLine();
    if (port == null) {
      Files.delete(folder);
      throw new IOException("the process at the other end of the socket did not start");
    }
    SocketAddress address =
        unix
            ? UnixDomainSocketAddress.of(socket)
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    return new RawSocketServer(process, folder, address);
  }

  /** A new connection for requests of that many floats. */
  public RawSocketPeer connect(int floats) throws IOException {
    return new RawSocketPeer(address, floats);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(folder.resolve("s"));
    Files.deleteIfExists(folder);
  }

  /** The process; its argument is a path to listen on, or empty for a free TCP port. */
  public static void main(String[] args) throws IOException {
    ParentWatch.start();
    try (ServerSocketChannel listener = listen(args[0])) {
      System.out.println(
          listener.getLocalAddress() instanceof InetSocketAddress tcp ? tcp.getPort() : 0);
      System.out.flush();
      while (true) {
        SocketChannel connection = listener.accept();
        new Thread(() -> serve(connection)).start();
      }
    }
  }

  private static ServerSocketChannel listen(String path) throws IOException {
    return path.isEmpty()
        ? ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        : ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(path));
  }

  private static void serve(SocketChannel connection) {
    ByteBuffer length = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer reply =
        ByteBuffer.allocateDirect(RawSocketPeer.REPLY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer body = ByteBuffer.allocateDirect(0);
    try (connection) {
      if (connection.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      while (true) {
        Sockets.read(connection, length.clear());
        int bytes = length.getInt(0);
        if (bytes < Float.BYTES || bytes > MAX_REQUEST_BYTES) {
          throw new IOException("a request of " + bytes + " bytes");
        }
        if (body.capacity() < bytes) {
          body = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        Sockets.read(connection, body.clear().limit(bytes));
        reply.clear().putInt(0, bytes);
        reply.putFloat(Integer.BYTES, body.getFloat(bytes - Float.BYTES));
        Sockets.write(connection, reply);
      }
    } catch (EOFException e) {
      // The client is done.
    } catch (IOException e) {
      System.err.println("raw socket: " + e.getMessage());
    }
  }
}
