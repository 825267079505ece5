package org.predictbench.bench.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunDirectory.CellRound;
import org.predictbench.bench.result.Suite;

/**
 * The protocol: every round passes over all cells in a freshly shuffled order, so that what drifts
 * on the machine hits all alike; every finished fork is on disk before the next begins.
 */
final class SuiteRunner {
  private final RunDirectory directory;
  private final Function<String, ServerUnderTest> serverStarter;
  private final Function<Cell.Kind, CellRun> runs;
  private final Clock clock;

  SuiteRunner(
      RunDirectory directory,
      Function<String, ServerUnderTest> serverStarter,
      Function<Cell.Kind, CellRun> runs,
      Clock clock) {
    this.directory = directory;
    this.serverStarter = serverStarter;
    this.runs = runs;
    this.clock = clock;
  }

  /** What is told of a run as it goes. */
  interface Listener {
    void finished(Cell cell, ForkRecord fork, Duration elapsed);
  }

  /**
   * Runs what is not recorded yet.
   *
   * @throws IOException if a record cannot be written: a run that loses data does not go on
   */
  void run(Listener listener) throws IOException {
    Suite suite = directory.suite();
    long seed = directory.seed();
    Set<CellRound> finished = directory.finished();
    Since since = Since.now(clock);
    for (int round = 1; round <= suite.rounds(); round++) {
      List<Cell> order = RoundOrder.shuffled(suite.cells(), seed, round);
      try (ServerPool servers = new ServerPool(serverStarter)) {
        for (int i = 0; i < order.size(); i++) {
          Cell cell = order.get(i);
          if (finished.contains(new CellRound(cell.name(), round))) {
            continue;
          }
          ForkRecord fork = measure(suite, cell, round, i + 1, servers);
          directory.writeFork(fork);
          listener.finished(cell, fork, since.elapsed());
        }
      }
    }
  }

  private ForkRecord measure(Suite suite, Cell cell, int round, int position, ServerPool servers) {
    Since since = Since.now(clock);
    ServerUnderTest server;
    try {
      server = servers.get(cell.server());
    } catch (RuntimeException e) {
      return ForkRecord.failed(
          cell.name(), round, position, e.getMessage(), since.start(), since.seconds());
    }
    return runs.apply(cell.kind()).run(suite, cell, round, position, server);
  }
}
