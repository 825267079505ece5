package org.predictbench.bench.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;

/** The cells of a suite that cannot be measured here: left out, named, and kept with the reason. */
final class OmittedCells {
  private final PrintStream out;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  OmittedCells(PrintStream out) {
    this.out = out;
  }

  /**
   * The suite without the cells that are refused.
   *
   * @param refusal why a cell cannot be, if it cannot
   * @throws InputException if the baseline or its control is among them
   */
  Suite from(Suite suite, Function<Cell, Optional<String>> refusal) {
    List<Cell> kept = new ArrayList<>();
    for (Cell cell : suite.cells()) {
      Optional<String> why = refusal.apply(cell);
      if (why.isEmpty()) {
        kept.add(cell);
      } else if (cell.name().equals(suite.baseline()) || cell.name().equals(suite.control())) {
        throw refused(cell, why.get());
      } else {
        out.printf("left out: %s (%s)%n", cell.name(), why.get());
        reasons.put(cell.name(), why.get());
      }
    }
    return suite.withCells(kept);
  }

  static InputException refused(Cell cell, String why) {
    return new InputException("cell '%s' cannot run here: %s".formatted(cell.name(), why));
  }

  /** Cell to reason. */
  Map<String, String> reasons() {
    return reasons;
  }
}
