package org.predictbench.bench.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.predictbench.bench.host.Stopwatch;
import org.predictbench.bench.kind.CellRun;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RoundConditions;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunDirectory.CellRound;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerSource;

/** The protocol: round after round, each on disk before the next begins. */
final class SuiteRunner {
  private final RunDirectory directory;
  private final ServerSource serverStarter;
  private final Function<CellKind, CellRun> runs;
  private final Clock clock;
  private final RoundWatch machine;

  SuiteRunner(
      RunDirectory directory,
      ServerSource serverStarter,
      Function<CellKind, CellRun> runs,
      Clock clock,
      RoundWatch machine) {
    this.directory = directory;
    this.serverStarter = serverStarter;
    this.runs = runs;
    this.clock = clock;
    this.machine = machine;
  }

  /** Is notified of a run as it goes. */
  interface Listener {
    /** A round begins with the start of its servers, then of its forks. */
    void starting(int round, long servers, int forks, Duration elapsed);

    /** A cell is about to have a time slice in {@code pass} of {@code passes}. */
    void onSlice(int round, int pass, int passes, Cell cell, Duration elapsed);

    void finished(Cell cell, ForkRecord fork, Duration elapsed);

    /** Something to know that is not about one cell, one line. */
    void note(String line);
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
    Stopwatch since = Stopwatch.now(clock);
    StoppingRule stoppingRule = new StoppingRule(directory, suite);
    for (int number = 1; stoppingRule.wants(number, since.elapsed()); number++) {
      int round = number;
      List<Cell> cells =
          SliceOrder.ofRound(suite.cells(), seed, round).stream()
              .filter(cell -> !finished.contains(new CellRound(cell.name(), round)))
              .toList();
      if (cells.isEmpty()) {
        continue;
      }
      listener.starting(round, servers(suite, cells), cells.size(), since.elapsed());
      List<ForkRecord> forks;
      RoundConditions conditions;
      try (Round running = new Round(suite, round, seed, cells, clock)) {
        running.start(serverStarter, runs);
        machine.begin();
        running.measure(
            (pass, passes, cell) -> listener.onSlice(round, pass, passes, cell, since.elapsed()));
        conditions = machine.end(round, running.hasOwnServersAlone());
        forks = running.finish();
      }
      directory.writeRound(round, forks, Optional.of(conditions));
      for (ForkRecord fork : forks) {
        listener.finished(suite.cell(fork.cell()).orElseThrow(), fork, since.elapsed());
      }
      stoppingRule.warning(round).ifPresent(listener::note);
    }
    directory.writeComplete();
  }

  private static long servers(Suite suite, List<Cell> cells) {
    return cells.stream()
        .filter(cell -> cell.kind().needsServer())
        .map(cell -> List.of(cell.server(), suite.modelOf(cell)))
        .distinct()
        .count();
  }
}
