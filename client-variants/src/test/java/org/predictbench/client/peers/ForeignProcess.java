package org.predictbench.client.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.Target;

/**
 * A server or proxy that others wrote, in a process of its own, which may be stopped and started
 * again at the same address.
 */
public final class ForeignProcess implements AutoCloseable {
  private static final long MOST_SECONDS = 20;
  private static final int PORT = 20_417;

  private final List<String> command;
  private final Target target;
  private final Path log;
  private Process process;

  private ForeignProcess(List<String> command, Target target, Path log) {
    this.command = command;
    this.target = target;
    this.log = log;
  }

  /**
   * Starts it, and waits until it accepts connections.
   *
   * @param target where the command makes it listen
   * @param folder for its log
   */
  public static ForeignProcess start(List<String> command, Target target, Path folder)
      throws IOException {
    Path log = Files.createTempFile(folder, "peer", ".log");
    ForeignProcess started = new ForeignProcess(command, target, log);
    started.start();
    return started;
  }

  /**
   * An address that nobody else listens on: of the 16 million that are this machine's own. The
   * ports of 127.0.0.1 alone are few enough to meet one that somebody was just given.
   */
  public static Target.Tcp newAddress() {
    SecureRandom random = new SecureRandom();
    String host =
        "127.%d.%d.%d"
            .formatted(1 + random.nextInt(254), random.nextInt(256), 1 + random.nextInt(254));
    return new Target.Tcp(host, PORT);
  }

  public Target target() {
    return target;
  }

  /** Starts it again after {@link #kill}. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        close();
        throw new IOException(command + " does not start: " + Files.readString(log));
      }
      pause(10);
    }
  }

  private boolean accepts() {
    SocketAddress address =
        target instanceof Target.Unix unix
            ? UnixDomainSocketAddress.of(unix.path())
            : new InetSocketAddress(((Target.Tcp) target).host(), ((Target.Tcp) target).port());
    try (SocketChannel channel = SocketChannel.open(address)) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Without warning. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** By SIGTERM, at which servers end their calls; does not wait. */
  void terminate() {
    // Not Process's own, which closes its input as well.
    process.toHandle().destroy();
  }

  /** Waits for the end after {@link #terminate}, within reason. */
  void awaitExit() throws IOException, InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new IOException(command + " does not stop: " + Files.readString(log));
    }
  }

  @Override
  public void close() {
    kill();
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
