package org.predictbench.bench.floor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.bench.process.JvmFlags;
import org.predictbench.client.Target;
import org.predictbench.server.launch.JavaCommand;

/**
 * The other end: a process of its own that listens on loopback or on a socket in a private folder.
 * Its program prints the port that it got, and ends with its parent.
 */
public final class PeerProcess implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final SocketAddress address;

  private PeerProcess(Process process, Path folder, SocketAddress address) {
    this.process = process;
    this.folder = folder;
    this.address = address;
  }

  /**
   * Starts a program and returns when it listens.
   *
   * @param program takes one argument: a path to listen on, or nothing for a free TCP port
   */
  public static PeerProcess start(Class<?> program, boolean unix) throws IOException {
    Path folder = Files.createTempDirectory("predictbench-floor-");
    Path socket = folder.resolve("s");
    List<String> command = JavaCommand.of();
    command.addAll(JvmFlags.forNativeLibraries());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.add(unix ? socket.toString() : "");
    Process process =
        JavaCommand.process(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
    return new PeerProcess(process, folder, address);
  }

  /** Where it listens. */
  public SocketAddress address() {
    return address;
  }

  /** The same for a client of ours. */
  public Target target() {
    return address instanceof InetSocketAddress tcp
        ? new Target.Tcp(tcp.getHostString(), tcp.getPort())
        : new Target.Unix(address.toString());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(folder.resolve("s"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
