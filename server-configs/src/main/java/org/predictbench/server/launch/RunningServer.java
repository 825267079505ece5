package org.predictbench.server.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.serving.ReadyLine;

/**
 * An embedded server that accepts calls. Thread-safe.
 *
 * <ul>
 *   <li>It runs until {@link #close} or until our JVM ends, in whatever way; it never outlives us.
 *   <li>After {@code close} there is no process and no temporary file left, but the log stays.
 * </ul>
 */
public final class RunningServer implements AutoCloseable {
  /** Of a process that a signal ended, the JVM reports the signal's number and this. */
  private static final int SIGNALS = 128;

  private final ServerConfig config;
  private final ServerProcess process;
  private final ServerOutput output;
  private final ProcessLauncher.Command command;
  private final ReadyLine ready;
  private final Duration startUp;
  private final Optional<ServerTarget> unixTarget;

  RunningServer(
      ServerConfig config,
      ServerProcess process,
      ServerOutput output,
      ProcessLauncher.Command command,
      ReadyLine ready,
      Duration startUp,
      Optional<ServerTarget> unixTarget) {
    this.config = config;
    this.process = process;
    this.output = output;
    this.command = command;
    this.ready = ready;
    this.startUp = startUp;
    this.unixTarget = unixTarget;
  }

  public ServerConfig config() {
    return config;
  }

  /** {@code 127.0.0.1:port}. */
  public ServerTarget.Tcp tcpTarget() {
    return new ServerTarget.Tcp("127.0.0.1", ready.port());
  }

  /** {@code unix:/path}; empty if the config does not listen there. */
  public Optional<ServerTarget> unixTarget() {
    return unixTarget;
  }

  /** {@code 127.0.0.1:port} of the REST API; empty if the config does not listen there. */
  public Optional<ServerTarget> restTarget() {
    return ready.restPort().isPresent()
        ? Optional.of(new ServerTarget.Tcp("127.0.0.1", ready.restPort().getAsInt()))
        : Optional.empty();
  }

  /** Name of the stub model, a cheap one for JIT warm-up, if the server has one. */
  public Optional<String> stubModel() {
    return ready.stubModel();
  }

  /** As known now: {@link ServerFacts#isaTaken} may appear only after the first prediction. */
  public ServerFacts facts() {
    return new ServerFacts(
        command.line(),
        command.environment(),
        process.process().pid(),
        startUp,
        ready.tensorflow(),
        ready.java(),
        ready.model(),
        ready.modelVersion(),
        ready.intraOp(),
        ready.interOp(),
        output.oneDnnTaken(),
        output.isaTaken(),
        config.build().orElseThrow().evidence(Logs.read(command.stderr())));
  }

  /** The most memory it ever had resident; empty once it is gone, and off Linux. */
  public OptionalLong peakResidentBytes() {
    return process.peakResidentBytes();
  }

  public boolean isAlive() {
    return process.process().isAlive();
  }

  /**
   * How the server ended by itself or by somebody's signal, with its log's last line; empty while
   * it runs.
   */
  public Optional<String> death() {
    if (isAlive()) {
      return Optional.empty();
    }
    int status = process.process().exitValue();
    String how = ending(status);
    if (status > SIGNALS) {
      return Optional.of(how);
    }
    return Optional.of(
        Logs.lastLine(command.stderr()).map(line -> how + "; its log ends: " + line).orElse(how));
  }

  /** How a process ended that has this exit value. */
  static String ending(int status) {
    return status > SIGNALS
        ? "was killed by signal " + (status - SIGNALS)
        : "exited with status " + status;
  }

  /** The file that takes the server's stderr. */
  public Path log() {
    return command.stderr();
  }

  /**
   * Stops the server: closes its stdin, sends SIGTERM, and SIGKILL if it is still there after 3 s.
   * Does nothing the second time. If interrupted, kills at once and keeps the interrupt.
   */
  @Override
  public void close() {
    process.close();
  }
}
