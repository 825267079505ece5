package org.predictbench.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Records;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunDirectory.CellRound;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.MachineDifferences;

/**
 * Whether a run can go on: only on the machine and with the build that it began with, since its
 * rounds are averaged.
 */
final class Resumption {
  private final RunDirectory directory;

  private Resumption(RunDirectory directory) {
    this.directory = directory;
  }

  /**
   * Opens a run.
   *
   * @throws InputException if there is none
   */
  static Resumption of(Path run) {
    return new Resumption(RunDirectory.open(run));
  }

  RunDirectory directory() {
    return directory;
  }

  /** Whether nothing is left to measure. */
  boolean isFinished() throws IOException {
    Suite suite = directory.suite();
    Set<CellRound> finished = directory.finished();
    for (int round = 1; round <= suite.protocol().rounds(); round++) {
      for (Cell cell : suite.cells()) {
        if (!finished.contains(new CellRound(cell.name(), round))) {
          return false;
        }
      }
    }
    return !suite.protocol().mayGoOn() || directory.isComplete();
  }

  /**
   * Checks that what is measured from now on may be averaged with what is recorded.
   *
   * @param now as {@link Environment} describes the machine and the client
   * @throws InputException in one line with what is in the way
   */
  void requireSame(JsonNode now) throws IOException {
    Records records = directory.records();
    if (!records.problems().isEmpty()) {
      throw new InputException(
          "this run's records are damaged (%s): start a new run"
              .formatted(String.join("; ", records.problems())));
    }
    if (!records.forks().isEmpty() && !directory.listsHashes()) {
      throw new InputException(
          "this run was started by an earlier version, which measured otherwise: start a new run");
    }
    requireWholeRounds();
    JsonNode recorded = directory.environment();
    if (recorded.isEmpty()) {
      // Stopped before it measured anything, or somebody took the file away.
      if (!records.forks().isEmpty()) {
        throw new InputException(
            "environment.json is missing, so nobody knows where this run was measured:"
                + " start a new run");
      }
      return;
    }
    MachineDifferences.requireSame(recorded, directory.redacted(now));
  }

  private void requireWholeRounds() throws IOException {
    Suite suite = directory.suite();
    List<CellRound> finished = List.copyOf(directory.finished());
    for (int round : finished.stream().map(CellRound::round).distinct().toList()) {
      long cells = finished.stream().filter(cell -> cell.round() == round).count();
      if (cells < suite.cells().size()) {
        throw new InputException(
            "round %d holds the records of %d of %d cells, and the others cannot be measured beside"
                    .formatted(round, cells, suite.cells().size())
                + " them any more: start a new run");
      }
    }
  }
}
