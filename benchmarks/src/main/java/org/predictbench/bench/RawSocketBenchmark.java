package org.predictbench.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.predictbench.bench.floor.PeerProcess;
import org.predictbench.bench.floor.RawSocketPeer;
import org.predictbench.bench.floor.RawSocketServer;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.client.Features;

/**
 * What do a Predict call's bytes cost on a bare socket? The floor under every transport.
 *
 * <p>Timed: one copy from the {@code float[]} into a direct buffer, writing it, the wait for a peer
 * process that has read all of it, and reading a reply as long as a classifier's. There is no
 * framing but a length, no second copy in user space, no thread but the caller's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class RawSocketBenchmark {
  private static final String SOCKET = "socket";
  private static final List<String> SOCKETS = List.of("tcp", "unix");

  @Param("tcp")
  public String socket;

  @Param("1")
  public int batch;

  /** Floats in place of the image, for a peer without a model; 0 for the image. */
  @Param("0")
  public int values;

  private ForkContext context;
  private PeerProcess server;
  private RawSocketPeer peer;
  private Features features;

  /**
   * Checks a cell's parameters.
   *
   * @throws IllegalArgumentException if there is any but {@code socket}, or its value is unknown
   */
  public static void requireParameters(Map<String, String> parameters) {
    if (!parameters.keySet().equals(Set.of(SOCKET)) || !SOCKETS.contains(parameters.get(SOCKET))) {
      throw new IllegalArgumentException(
          "a raw-socket cell needs client {socket: tcp} or {socket: unix}, not " + parameters);
    }
  }

  @Setup(Level.Trial)
  public void open() {
    context = ForkContext.open();
    context.awaitSlice();
    try {
      features = context.features(values).repeated(batch);
      server = PeerProcess.start(RawSocketServer.class, socket.equals("unix"));
      peer = new RawSocketPeer(server.address(), features.values().length);
      context.warmUp(this::exchange);
    } catch (IOException e) {
      throw context.failed(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
    context.endSlice();
  }

  @Setup(Level.Iteration)
  public void awaitSlice() {
    context.awaitSlice();
  }

  @TearDown(Level.Iteration)
  public void endSlice() {
    context.endSlice();
  }

  @Benchmark
  public int exchange() {
    try {
      return peer.exchange(features.values());
    } catch (IOException e) {
      throw context.failed(new UncheckedIOException(e));
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    context.awaitSlice();
    peer.close();
    server.close();
    context.close();
  }
}
