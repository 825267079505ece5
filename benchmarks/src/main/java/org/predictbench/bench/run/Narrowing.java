package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.InputException;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.Axis;
import org.predictbench.client.Target;
import org.predictbench.client.Transport;

/**
 * Cuts a suite down to what one given server can tell: its build and threads are what they are, so
 * cells that differ in them alone fall together, and so do transports that cannot reach it. Its
 * gRPC endpoint is given, so there is no REST.
 */
final class Narrowing {
  private static final String EXTERNAL = "external";
  private static final String TRANSPORT = "transport";

  /** Stands for all of them: what matters is that they are reached by TCP. */
  private static final Target CONTAINER = new Target.Tcp("127.0.0.1", 8500);

  private Narrowing() {}

  /** To a server that runs at the target, which serves the model by that name. */
  static Suite to(Target target, String model, Suite suite) {
    return narrowed(suite, target, cell -> EXTERNAL).withModel(model);
  }

  /** To containers, which have neither a Unix socket nor a clock around {@code Session.run}. */
  static Suite toContainers(Suite suite) {
    return narrowed(suite, CONTAINER, Cell::server);
  }

  private static Suite narrowed(Suite suite, Target target, Function<Cell, String> servers) {
    List<Cell> kept = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Cell cell : suite.cells()) {
      Map<String, String> client =
          cell.kind().needsServer() ? reaching(target, cell.client()) : cell.client();
      String server = cell.kind().needsServer() ? servers.apply(cell) : cell.server();
      if (cell.kind() != Cell.Kind.SESSION_RUN
          && cell.kind() != Cell.Kind.ANATOMY
          && !(server.equals(EXTERNAL) && Transport.REST.id().equals(client.get(TRANSPORT)))
          && (seen.add(List.of(client, server, cell.kind(), cell.workload()))
              || cell.name().equals(suite.control()))) {
        kept.add(new Cell(cell.name(), cell.step(), client, server, cell.kind(), cell.workload()));
      }
    }
    Suite narrowed = suite.withCells(kept);
    if (narrowed.cell(suite.baseline()).isEmpty()) {
      throw new InputException(
          "suite '%s' compares with cell '%s', which needs the embedded server: leave --target out"
              .formatted(suite.name(), suite.baseline()));
    }
    return narrowed;
  }

  private static Map<String, String> reaching(Target target, Map<String, String> client) {
    Map<String, String> axes = new LinkedHashMap<>(client);
    axes.computeIfPresent(
        TRANSPORT,
        (axis, transport) -> Axis.parse(Transport.class, transport).towards(target).id());
    return axes;
  }
}
