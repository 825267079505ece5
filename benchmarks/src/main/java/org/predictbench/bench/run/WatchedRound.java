package org.predictbench.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.kind.CellRun;
import org.predictbench.bench.kind.RunTools;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.process.JvmFlags;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ObservedServer;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;

/**
 * One round of a suite, as in a run, with somebody looking on; nothing of it is written anywhere.
 */
public final class WatchedRound {
  private final Suite suite;
  private final Tensor image;
  private final ServerSource servers;
  private final long seed;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, Map<String, Object>> serverFacts = new TreeMap<>();

  private WatchedRound(Suite suite, Tensor image, ServerSource servers, long seed) {
    this.suite = suite;
    this.image = image;
    this.servers = servers;
    this.seed = seed;
  }

  /**
   * Checks all that can be checked before anything is measured.
   *
   * @param request of which target, model, image and seed count; the suite is {@code planned}
   * @throws IllegalArgumentException with one line that says what is wrong
   * @throws IllegalStateException if another JMH run goes on
   */
  public static WatchedRound of(RunRequest request, Suite planned, PrintStream out)
      throws IOException {
    HarnessLock.requireFree();
    boolean external = !ModelServers.startsHere(request.target());
    Suite suite = planned;
    if (external) {
      suite = Narrowing.to(Target.parse(request.target()), request.model(), planned);
    } else if (request.target() != null) {
      suite = Narrowing.toContainers(planned);
    }
    suite.cells().forEach(cell -> Preparation.requireRunnable(cell, external));
    Tensor image = FeaturesFile.imageOrSample(request.image());
    ModelServers started = ModelServers.of(request.target()).withJvmFlags(JvmFlags.forProfiling());
    ServerSource servers = Preparation.servers(request, started, suite, image, out);
    return new WatchedRound(suite, image, servers, request.seed());
  }

  /** The cells as they are called: a given server may be reached by fewer transports. */
  public Suite suite() {
    return suite;
  }

  /** Runs all cells, one fork each; a cell that fails says so in its record. */
  public List<ForkRecord> measure(SliceWatch watch) throws IOException {
    HarnessLock lock = HarnessLock.take();
    Path scratch = Scratch.create();
    try {
      Path features = scratch.resolve(Preparation.FEATURES);
      FeaturesFile.write(features, image);
      RunTools tools =
          RunTools.of(features, scratch, clock).watchedBy(watch, JvmFlags.forProfiling());
      try (Round round = new Round(suite, 1, seed, suite.cells(), clock)) {
        round.start(this::start, kind -> watched(RunnableKind.of(kind).run(tools), watch));
        return round.measure((pass, passes, cell) -> {});
      }
    } finally {
      Scratch.delete(scratch);
      lock.close();
    }
  }

  /** What was learnt of each server, for the environment file; to be asked after measuring. */
  public Map<String, Map<String, Object>> serverFacts() {
    return serverFacts;
  }

  private ServerUnderTest start(String config) {
    ServerUnderTest server = servers.start(config);
    return new ObservedServer(server, () -> learn(config, server));
  }

  private synchronized void learn(String config, ServerUnderTest server) {
    serverFacts.put(config, server.facts());
  }

  private static CellRun watched(CellRun run, SliceWatch watch) {
    return (suite, cell, round, position, server) ->
        new WatchedCell(
            run.start(suite, cell, round, position, server), suite, cell, server, watch);
  }
}
