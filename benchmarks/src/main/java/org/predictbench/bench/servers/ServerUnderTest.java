package org.predictbench.bench.servers;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** A server that cells are measured against, started by us or found running. */
public interface ServerUnderTest extends AutoCloseable {

  /** The name under which the servable is asked for. */
  String model();

  /** A servable of the same signature that costs next to nothing to run; empty without one. */
  Optional<String> stubModel();

  /**
   * Where a transport reaches this server.
   *
   * @throws IllegalArgumentException if it has no listener of that kind
   */
  Target target(Transport transport);

  /** Peak resident memory of the server process, or null where it is not ours to look at. */
  Long peakRssBytes();

  /** The server's process; empty where it is not ours. */
  default OptionalLong pid() {
    return OptionalLong.empty();
  }

  /** How the server ended, such as {@code was killed by signal 9}; empty while it runs. */
  default Optional<String> death() {
    return Optional.empty();
  }

  /**
   * How many requests for predictions it has answered since it started; empty where it does not
   * tell, as one that is not ours. To be asked while no cell works.
   */
  default OptionalLong requestsServed() {
    return OptionalLong.empty();
  }

  /** What was learnt of the server, for the run's environment file. */
  Map<String, Object> facts();

  /** Ends the server as a crash would, if it is ours; it is still to be closed. */
  default void kill() {
    throw new IllegalArgumentException("only a server that was started here can be killed");
  }

  /** Stops the server if it is ours. Idempotent. */
  @Override
  void close();
}
