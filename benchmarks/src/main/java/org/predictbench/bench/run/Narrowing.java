package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Axis;
import org.predictbench.client.axis.Transport;

/**
 * Cuts a suite down to what one given server can tell: its build and threads are what they are, so
 * cells that differ in them alone fall together, and so do transports that cannot reach it. Its
 * gRPC endpoint is given, so there is no REST.
 */
final class Narrowing {
  private static final String TRANSPORT = "transport";

  /** Stands for all of them: what matters is that they are reached by TCP. */
  private static final Target CONTAINER = new Target.Tcp("127.0.0.1", 8500);

  private Narrowing() {}

  /**
   * To a server that runs at the target, which serves the model by that name. Its steps are named
   * by what is measured: of its build and threads nobody here knows anything.
   */
  static Suite to(Target target, String model, Suite suite) {
    Suite narrowed = narrowed(suite, target, cell -> Cell.EXTERNAL_SERVER).withModel(model);
    return narrowed.withCells(named(narrowed, cell -> true));
  }

  /** To containers, which have neither a Unix socket nor a clock around {@code Session.run}. */
  static Suite toContainers(Suite suite) {
    Suite narrowed = narrowed(suite, CONTAINER, Cell::server);
    return narrowed.withCells(
        named(
            narrowed,
            cell -> !suite.cell(cell.name()).orElseThrow().client().equals(cell.client())));
  }

  /** The cells, those of which {@code untrue} holds named by what sets them apart. */
  private static List<Cell> named(Suite suite, Predicate<Cell> untrue) {
    List<Cell> cells = new ArrayList<>();
    Cell previous = null;
    for (Cell cell : suite.cells()) {
      boolean control = cell.name().equals(suite.control());
      cells.add(control || !untrue.test(cell) ? cell : cell.withStep(step(cell, previous)));
      previous = control || !cell.kind().hasVariant() ? previous : cell;
    }
    return cells;
  }

  private static String step(Cell cell, Cell previous) {
    if (!cell.kind().hasVariant()) {
      return cell.step();
    }
    List<String> changes = new ArrayList<>();
    cell.axes()
        .forEach(
            (axis, value) -> {
              if (previous == null || !value.equals(previous.client().get(axis))) {
                changes.add(previous == null ? value : axis + " " + value);
              }
            });
    if (previous == null) {
      return String.join(", ", changes);
    }
    boolean sameWork = cell.workload().equals(previous.workload());
    return changes.isEmpty() || !sameWork ? cell.step() : "+ " + String.join(", ", changes);
  }

  private static Suite narrowed(Suite suite, Target target, Function<Cell, String> servers) {
    List<Cell> kept = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Cell cell : suite.cells()) {
      Map<String, String> client =
          cell.kind().needsServer() ? reaching(target, cell.client()) : cell.client();
      String server = cell.kind().needsServer() ? servers.apply(cell) : cell.server();
      if (!cell.kind().isServerAlone()
          && !cell.kind().hasCallParts()
          && !(server.equals(Cell.EXTERNAL_SERVER)
              && Transport.REST.id().equals(client.get(TRANSPORT)))
          && (seen.add(List.of(client, server, cell.kind(), cell.workload()))
              || cell.name().equals(suite.control()))) {
        kept.add(
            new Cell(
                cell.name(),
                cell.step(),
                client,
                server,
                cell.kind(),
                cell.workload(),
                cell.against(),
                cell.jvm()));
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
        (axis, transport) -> Axis.parse(Transport.class, transport).towards(target.kind()).id());
    return axes;
  }
}
