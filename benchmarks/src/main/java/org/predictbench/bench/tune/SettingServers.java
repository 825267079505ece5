package org.predictbench.bench.tune;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * Starts the servers of settings, of which one is up at a time, and kept while the next setting has
 * the same. For one thread.
 */
final class SettingServers implements AutoCloseable {
  private final TuneRequest request;
  private final TuneDirectory directory;
  private final Map<String, Map<String, Object>> facts = new TreeMap<>();
  private ServerUnderTest server;
  private String serverName = "";

  SettingServers(TuneRequest request, TuneDirectory directory) {
    this.request = request;
    this.directory = directory;
  }

  /**
   * A setting's server, which whoever closes it leaves up.
   *
   * @param isFresh whether it must be started anew
   * @throws IllegalStateException if it does not start
   */
  ServerUnderTest get(Setting setting, boolean isFresh) throws IOException {
    String wanted = request.isServerGiven() ? "given" : setting.server();
    if (server == null || !wanted.equals(serverName) || (isFresh && !request.isServerGiven())) {
      close();
      String config =
          request.isServerGiven() ? setting.server() : directory.server(setting).toString();
      server = ModelServers.startOrFind(request.target(), config, request.model());
      serverName = wanted;
      facts.put(wanted, server.facts());
    }
    return new Kept(server);
  }

  /** What was learnt of them. */
  Map<String, Map<String, Object>> facts() {
    return facts;
  }

  /** Ends the one that is up, if any; another may be asked for. */
  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** A server that stays up when a client is done with it. */
  private record Kept(ServerUnderTest up) implements ServerUnderTest {
    @Override
    public String model() {
      return up.model();
    }

    @Override
    public Optional<String> stubModel() {
      return up.stubModel();
    }

    @Override
    public org.predictbench.client.Target target(org.predictbench.client.axis.Transport transport) {
      return up.target(transport);
    }

    @Override
    public Long peakRssBytes() {
      return up.peakRssBytes();
    }

    @Override
    public OptionalLong pid() {
      return up.pid();
    }

    @Override
    public Map<String, Object> facts() {
      return up.facts();
    }

    @Override
    public void close() {
      // Others come.
    }
  }
}
