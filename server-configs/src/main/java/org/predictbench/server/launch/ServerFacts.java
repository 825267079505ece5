package org.predictbench.server.launch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run records of its server.
 *
 * @param command the exact command line
 * @param environment the variables set for it on top of what is inherited
 * @param startUp from starting the process to its being ready, model loaded
 * @param tensorflow the runtime's version
 * @param java the server's JVM
 * @param modelVersion the version served, -1 if the server did not tell
 * @param intraOp the pool's size as the server tells it, -1 if it did not
 * @param interOp likewise
 * @param oneDnn whether the runtime makes oneDNN's operations, as seen from what it makes them for;
 *     settled by the first prediction
 * @param isaTaken the instruction set oneDNN says it took; empty before its first primitive, and
 *     without any
 * @param evidence the runtime's own words for having taken the build's code path, for builds that
 *     it may pass over
 */
public record ServerFacts(
    List<String> command,
    Map<String, String> environment,
    long pid,
    Duration startUp,
    String tensorflow,
    String java,
    String model,
    long modelVersion,
    int intraOp,
    int interOp,
    boolean oneDnn,
    Optional<String> isaTaken,
    Optional<String> evidence) {

  public ServerFacts {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
