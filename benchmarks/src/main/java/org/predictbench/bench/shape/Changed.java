package org.predictbench.bench.shape;

import java.util.Optional;
import org.predictbench.bench.result.Cell;
import org.predictbench.server.config.InvalidServerConfigException;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerConfigs;
import org.predictbench.server.config.UnknownServerException;

/** What a cell changes against another. */
public enum Changed {
  CLIENT("the client"),
  BUILD("the build"),
  THREADS("the server's threads"),
  BATCHING("the server's batching"),
  SERVER("the server"),
  SEVERAL("client and server at once");

  private final String words;

  Changed(String words) {
    this.words = words;
  }

  /** As a sentence has it. */
  public String words() {
    return words;
  }

  static Changed between(Cell one, Cell other) {
    boolean client = !one.client().equals(other.client()) || one.kind() != other.kind();
    if (one.server().equals(other.server())) {
      return CLIENT;
    }
    return client ? SEVERAL : server(one.server(), other.server());
  }

  /** One setting of the server, or several of them. */
  private static Changed server(String one, String other) {
    Optional<ServerConfig> before = config(one);
    Optional<ServerConfig> after = config(other);
    if (before.isEmpty() || after.isEmpty()) {
      return SERVER;
    }
    boolean build = !before.get().build().equals(after.get().build());
    boolean threads = !before.get().threads().equals(after.get().threads());
    boolean batching = !before.get().batching().equals(after.get().batching());
    if ((build ? 1 : 0) + (threads ? 1 : 0) + (batching ? 1 : 0) != 1) {
      return SERVER;
    }
    return build ? BUILD : threads ? THREADS : BATCHING;
  }

  /** Empty for a server of which this version knows nothing, such as one that ran already. */
  private static Optional<ServerConfig> config(String name) {
    if (name.equals(Cell.NO_SERVER) || name.equals(Cell.EXTERNAL_SERVER) || name.contains("/")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServerConfigs.load(name));
    } catch (UnknownServerException | InvalidServerConfigException e) {
      return Optional.empty();
    }
  }
}
