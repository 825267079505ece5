package org.predictbench.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.own.OwnClients;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.client.PredictClientFactory;

/** The cells of users' own clients: those of a suite, and those that a class path adds to it. */
public final class OwnCells {
  private static final String PREFIX = "own-";

  private OwnCells() {}

  /**
   * The suite with a cell for each client that the class path names as a service and no cell has:
   * on the server, and with the work, of the cell that the suite is about.
   *
   * @throws InputException if a client cannot be made, or the class path adds nothing
   */
  public static Suite of(Suite suite, ClassPath path) {
    requireThere(suite, path);
    if (path.isEmpty()) {
      return suite;
    }
    Set<String> used =
        suite.cells().stream()
            .filter(OwnCells::isOwn)
            .map(cell -> cell.client().get(OwnClient.CLASS))
            .collect(Collectors.toSet());
    OwnClients clients = OwnClients.on(path);
    List<Cell> cells = new ArrayList<>(suite.cells());
    for (PredictClientFactory factory : used.isEmpty() ? clients.all() : clients.named()) {
      if (!used.contains(factory.getClass().getName())) {
        cells.add(cell(factory, like(suite)));
      }
    }
    return suite.withCells(cells);
  }

  private static boolean isOwn(Cell cell) {
    return cell.kind().id().equals(CellKind.OWN_CLIENT);
  }

  private static void requireThere(Suite suite, ClassPath path) {
    for (Cell cell : suite.cells()) {
      if (isOwn(cell)) {
        try {
          var unused = OwnClient.of(cell.client(), path).transport();
        } catch (InputException e) {
          throw new InputException("cell '%s': %s".formatted(cell.name(), e.getMessage()), e);
        }
      }
    }
  }

  private static Cell cell(PredictClientFactory factory, Cell like) {
    return new Cell(
        name(factory),
        factory.name(),
        Map.of(OwnClient.CLASS, factory.getClass().getName()),
        like.server(),
        CellKind.of(CellKind.OWN_CLIENT),
        like.workload());
  }

  /** A name that files may have. */
  public static String name(PredictClientFactory factory) {
    return PREFIX
        + factory
            .name()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
  }

  /** The suite's headline if it makes whole calls, else its baseline. */
  private static Cell like(Suite suite) {
    Optional<String> headline = suite.listing().or(Suites.listing(suite.name())).headline();
    return Stream.concat(headline.stream(), Stream.of(suite.baseline()))
        .flatMap(name -> suite.cell(name).stream())
        .filter(cell -> cell.kind().hasClient() && cell.kind().isWholeCall())
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    ("suite '%s' makes no whole calls, beside which a client could be measured:"
                            + " try 'run clients --class-path ...'")
                        .formatted(suite.name())));
  }
}
