package org.predictbench.bench.run;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * How many requests of each cell its server counted. One cell works at a time, so what a server
 * counts in a time slice is the cell's. For one thread.
 */
final class ServedRequests {
  private final Map<ServerUnderTest, OptionalLong> latest = new HashMap<>();
  private final Map<RunningCell, OptionalLong> served = new HashMap<>();

  /** What the server has counted up to here is not counted. */
  void begin(ServerUnderTest server) {
    latest.put(server, server.requestsServed());
  }

  /** A measured time slice of the cell is over. */
  void after(RunningCell cell, ServerUnderTest server) {
    OptionalLong before = latest.getOrDefault(server, OptionalLong.empty());
    begin(server);
    OptionalLong now = latest.get(server);
    OptionalLong more =
        now.isPresent() && before.isPresent()
            ? OptionalLong.of(now.getAsLong() - before.getAsLong())
            : OptionalLong.empty();
    served.merge(cell, more, ServedRequests::sum);
  }

  /** In all of the cell's measured slices; null if its server did not tell of each. */
  Long of(RunningCell cell) {
    OptionalLong all = served.getOrDefault(cell, OptionalLong.empty());
    return all.isPresent() ? Long.valueOf(all.getAsLong()) : null;
  }

  private static OptionalLong sum(OptionalLong some, OptionalLong more) {
    return some.isPresent() && more.isPresent()
        ? OptionalLong.of(some.getAsLong() + more.getAsLong())
        : OptionalLong.empty();
  }
}
