package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.ProgramFacts;
import org.predictbench.bench.result.Suite;

/** The cells that were measured by client programs of other languages, and what those are. */
final class ClientPrograms {
  private ClientPrograms() {}

  /** A line a cell: the program with its libraries, and its CPU time. */
  static List<String> lines(Suite suite, List<ForkRecord> forks) {
    List<String> lines = new ArrayList<>();
    for (Cell cell : suite.cells()) {
      List<ProgramFacts> programs =
          forks.stream()
              .filter(fork -> fork.cell().equals(cell.name()))
              .map(ForkRecord::program)
              .filter(Objects::nonNull)
              .toList();
      if (!programs.isEmpty()) {
        lines.add(
            "`%s`: %s%s".formatted(cell.name(), String.join("; ", texts(programs)), cpu(programs)));
      }
    }
    return lines;
  }

  /** What the programs of a run are, such as {@code Python 3.11.2, grpcio 1.51.1}, each once. */
  static Set<String> texts(List<ProgramFacts> programs) {
    Set<String> texts = new LinkedHashSet<>();
    programs.forEach(program -> texts.add(program.text()));
    return texts;
  }

  private static String cpu(List<ProgramFacts> programs) {
    OptionalDouble nanos =
        programs.stream()
            .map(ProgramFacts::cpuNanosPerCall)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average();
    return nanos.isPresent() ? "; CPU time a call: " + Numbers.time(nanos.getAsDouble() / 1e3) : "";
  }
}
