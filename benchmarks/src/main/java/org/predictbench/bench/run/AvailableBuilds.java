package org.predictbench.bench.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.server.config.CpuFlags;

/** Leaves out of a suite what the CPU at hand cannot run. */
final class AvailableBuilds {
  private AvailableBuilds() {}

  /**
   * The suite without the cells whose server's build needs another CPU; each is named.
   *
   * @throws InputException if the baseline or its control is one of them
   */
  static Suite of(Suite suite, CpuFlags cpu, PrintStream out) {
    List<Cell> kept = new ArrayList<>();
    for (Cell cell : suite.cells()) {
      Optional<String> why = unavailable(cell, cpu);
      if (why.isEmpty()) {
        kept.add(cell);
      } else if (cell.name().equals(suite.baseline()) || cell.name().equals(suite.control())) {
        throw new InputException("cell '%s' cannot run here: %s".formatted(cell.name(), why.get()));
      } else {
        out.printf("left out: cell '%s': %s%n", cell.name(), why.get());
      }
    }
    return suite.withCells(kept);
  }

  private static Optional<String> unavailable(Cell cell, CpuFlags cpu) {
    return cell.kind().needsServer()
        ? ModelServers.config(cell.server()).build().flatMap(build -> build.unavailableOn(cpu))
        : Optional.empty();
  }
}
