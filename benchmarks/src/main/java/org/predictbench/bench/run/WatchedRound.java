package org.predictbench.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.bench.kind.CellRun;
import org.predictbench.bench.kind.RunTools;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.process.JvmFlags;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ObservedServer;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Target;

/**
 * One round of a suite, as in a run, with somebody looking on; nothing of it is written anywhere.
 */
public final class WatchedRound {
  private final Suite suite;
  private final Map<String, CallPlan> plans;
  private final ClassPath classPath;
  private final ServerSource servers;
  private final long seed;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, Map<String, Object>> serverFacts = new TreeMap<>();

  private WatchedRound(
      Suite suite,
      Map<String, CallPlan> plans,
      ClassPath classPath,
      ServerSource servers,
      long seed) {
    this.suite = suite;
    this.plans = plans;
    this.classPath = classPath;
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
      suite = Narrowing.to(Target.parse(request.target()), request.asked().model(), planned);
    } else if (request.target() != null) {
      suite = Narrowing.toContainers(planned);
    }
    suite.cells().forEach(cell -> Preparation.requireRunnable(cell, external));
    ModelServers started = ModelServers.of(request.target()).withJvmFlags(JvmFlags.forProfiling());
    Map<String, CallPlan> plans = Preparation.plans(request, null, suite, started);
    for (Cell cell : suite.cells()) {
      FittingCells.require(cell, suite.batchSize(), plans.get(suite.modelOf(cell)));
    }
    ServerSource servers = Preparation.servers(request, started, suite, plans, out);
    return new WatchedRound(suite, plans, request.asked().classPath(), servers, request.seed());
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
      new PlanFolder(scratch).write(plans);
      new PlanFolder(scratch).writeClassPath(classPath);
      RunTools tools = RunTools.of(scratch, clock).watchedBy(watch, JvmFlags.forProfiling());
      try (Round round = new Round(suite, 1, seed, suite.cells(), clock)) {
        round.start(this::start, kind -> watched(RunnableKind.of(kind).run(tools), watch));
        round.measure((pass, passes, cell) -> {});
        return round.finish();
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

  private ServerUnderTest start(String config, String model) {
    ServerUnderTest server = servers.start(config, model);
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
