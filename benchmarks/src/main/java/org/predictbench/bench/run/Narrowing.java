package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.Axis;
import org.predictbench.client.Target;
import org.predictbench.client.Transport;

/**
 * Cuts a suite down to what one given server can tell: its build and threads are what they are, so
 * cells that differ in them alone fall together, and so do transports that cannot reach it.
 */
final class Narrowing {
  private static final String EXTERNAL = "external";
  private static final String TRANSPORT = "transport";

  private Narrowing() {}

  static Suite to(Target target, String model, Suite suite) {
    List<Cell> kept = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Cell cell : suite.cells()) {
      if (cell.kind() == Cell.Kind.SESSION_RUN || cell.kind() == Cell.Kind.ANATOMY) {
        continue;
      }
      Map<String, String> client =
          cell.kind().needsServer() ? reaching(target, cell.client()) : cell.client();
      if (seen.add(List.of(client, cell.kind(), cell.workload()))
          || cell.name().equals(suite.control())) {
        kept.add(
            new Cell(cell.name(), cell.step(), client, EXTERNAL, cell.kind(), cell.workload()));
      }
    }
    return new Suite(
        suite.name(),
        suite.question(),
        model,
        suite.batchSize(),
        suite.protocol(),
        suite.baseline(),
        suite.control(),
        suite.maxControlHalfWidth(),
        suite.tolerance(),
        kept);
  }

  private static Map<String, String> reaching(Target target, Map<String, String> client) {
    Map<String, String> axes = new LinkedHashMap<>(client);
    axes.computeIfPresent(
        TRANSPORT,
        (axis, transport) -> Axis.parse(Transport.class, transport).towards(target).id());
    return axes;
  }
}
