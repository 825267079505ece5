package org.predictbench.bench.run;

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
   * The suite without the cells whose server's build needs another CPU.
   *
   * @throws InputException if the baseline or its control is one of them
   */
  static Suite of(Suite suite, CpuFlags cpu, OmittedCells omitted) {
    return omitted.from(suite, cell -> unavailable(cell, cpu));
  }

  private static Optional<String> unavailable(Cell cell, CpuFlags cpu) {
    return cell.kind().needsServer()
        ? ModelServers.config(cell.server()).build().flatMap(build -> build.unavailableOn(cpu))
        : Optional.empty();
  }
}
