package org.predictbench.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.predictbench.bench.floor.PeerProcess;
import org.predictbench.bench.floor.RawSocketPeer;
import org.predictbench.bench.floor.RawSocketServer;
import org.predictbench.bench.fork.ForkContext;

/**
 * What do a Predict call's bytes cost on a bare socket? The floor under every transport.
 *
 * <p>Timed: one copy from the {@code float[]} into a direct buffer, writing it, the wait for a peer
 * process that has read all of it, and reading a reply as long as a classifier's. There is no
 * framing but a length, no second copy in user space, no thread but the caller's.
 */
public class RawSocketBenchmark extends OneCallerBenchmark {
  /** What connects the two processes. */
  public enum Socket {
    TCP,
    UNIX
  }

  @Param("TCP")
  public Socket socket;

  @Param("1")
  public int batch;

  private PeerProcess server;
  private RawSocketPeer peer;
  private float[] floats;

  @Override
  void prepare(ForkContext fork) throws IOException {
    floats = fork.values(batch);
    server = PeerProcess.start(RawSocketServer.class, socket == Socket.UNIX);
    peer = new RawSocketPeer(server.address(), floats.length);
  }

  @Override
  Object once() throws IOException {
    peer.exchange(floats);
    return peer;
  }

  @Benchmark
  public Object exchange() {
    return measured();
  }

  @Override
  void release() throws IOException {
    peer.close();
    server.close();
  }
}
