package org.predictbench.client.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.predictbench.client.Target;

/** A running peer: the server, and the proxy before it if there is one. */
final class Peer implements AutoCloseable {
  private final PeerKind kind;
  private final ForeignProcess server;
  private final Optional<ForeignProcess> proxy;

  private Peer(PeerKind kind, ForeignProcess server, Optional<ForeignProcess> proxy) {
    this.kind = kind;
    this.server = server;
    this.proxy = proxy;
  }

  static Peer start(PeerKind kind, Setup setup, Path parent)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(parent, "peer");
    ForeignProcess server = kind.server().start(folder, setup.options());
    Peer started = null;
    try {
      Optional<ForeignProcess> proxy = Optional.empty();
      if (kind.proxy().isPresent()) {
        Set<ProxyTrait> traits = setup.traits();
        proxy =
            Optional.of(
                kind.proxy()
                    .get()
                    .start(
                        folder, ForeignProcess.newAddress(), (Target.Tcp) server.target(), traits));
      }
      started = new Peer(kind, server, proxy);
      return started;
    } finally {
      if (started == null) {
        server.close();
      }
    }
  }

  PeerKind kind() {
    return kind;
  }

  /** Whom clients talk to. */
  ForeignProcess front() {
    return proxy.orElse(server);
  }

  /** Who answers. */
  ForeignProcess server() {
    return server;
  }

  @Override
  public void close() {
    proxy.ifPresent(ForeignProcess::close);
    server.close();
  }
}
