package org.predictbench.bench.run;

import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.server.config.CpuFlags;
import org.predictbench.server.config.ServerConfig;

/** Leaves out of a suite the cells whose servers this machine cannot run. */
final class AvailableBuilds {
  private AvailableBuilds() {}

  /**
   * The suite without the cells whose server's build needs another CPU, or whose JDK is not here.
   *
   * @throws InputException if the baseline or its control is one of them
   */
  static Suite of(Suite suite, CpuFlags cpu, OmittedCells omitted) {
    return omitted.from(suite, cell -> unavailable(cell, cpu));
  }

  private static Optional<String> unavailable(Cell cell, CpuFlags cpu) {
    if (!cell.kind().needsServer()) {
      return Optional.empty();
    }
    ServerConfig config = ModelServers.config(cell.server());
    return config
        .build()
        .flatMap(build -> build.unavailableOn(cpu))
        .or(() -> Jvms.unavailable(cell, config.jvm()));
  }
}
