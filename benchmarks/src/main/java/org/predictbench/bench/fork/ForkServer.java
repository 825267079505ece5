package org.predictbench.bench.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.predictbench.bench.floor.PeerProcess;
import org.predictbench.bench.floor.WireServer;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** The server that a fork calls: one that runs already, or one that the fork starts for itself. */
final class ForkServer implements AutoCloseable {
  private ServerUnderTest own;
  private PeerProcess wire;

  /**
   * Where calls go: {@code target} itself, or a server started now for {@link ForkContext#EMBEDDED}
   * and {@link ForkContext#WIRE}.
   */
  Target target(String target, String config, String model, Transport transport) {
    if (target.equals(ForkContext.WIRE)) {
      return wireTarget(transport);
    }
    if (!target.equals(ForkContext.EMBEDDED)) {
      return Target.parse(target);
    }
    own = ModelServers.ofUser().start(config, model);
    return own.target(transport);
  }

  private Target wireTarget(Transport transport) {
    try {
      wire = PeerProcess.start(WireServer.class, transport.usesUnixSocket());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wire.target();
  }

  /** Whether it is one that only reads and answers. */
  boolean isWire() {
    return wire != null;
  }

  /** The servable that a warm-up calls in place of the model, if there is one. */
  Optional<String> stubModel() {
    if (isWire()) {
      // On the wire alone every name will do.
      return Optional.of(ForkContext.WIRE);
    }
    return own == null ? ForkProperties.stubModel() : own.stubModel();
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
    if (wire != null) {
      wire.close();
    }
  }
}
