package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.shape.Grid;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;

/** What rows and columns found: one row against the baseline's, column by column. */
final class GridWords {
  private static final int MOST_COLUMNS = 4;

  private GridWords() {}

  /** Empty if the row to compare was not measured beside the baseline's. */
  static List<String> of(Summary summary, Grid grid) {
    List<String> sentences = new ArrayList<>();
    OptionalInt row = row(summary.suite(), grid);
    if (row.isPresent()) {
      sentences.add(sentence(grid, row.getAsInt()));
    }
    if (grid.by() == Grid.Varied.CALLERS) {
      most(grid).ifPresent(sentences::add);
    }
    return sentences;
  }

  /** In full for the first column, in short for the others. */
  private static String sentence(Grid grid, int row) {
    List<String> ratios = new ArrayList<>();
    String whose = "the time of " + Words.quoted(grid.rows().get(grid.base()));
    shown(grid, row)
        .forEach(
            column -> {
              Estimate ratio = grid.ratio(row, column);
              ratios.add(
                  (ratios.isEmpty() ? Words.time(ratio, whose) : Words.times(ratio))
                      + " "
                      + where(grid, column));
            });
    return "%s takes %s.".formatted(Words.quoted(grid.rows().get(row)), Words.listed(ratios));
  }

  private static String where(Grid grid, int column) {
    String name = grid.columns().get(column);
    return switch (grid.by()) {
      case CALLERS, BATCH -> "with " + name;
      case VALUES, MODEL -> "for " + name;
      case SERVER -> "on " + name;
      default -> "at " + name;
    };
  }

  /** The suite's own choice, made before anything was measured; else the fastest. */
  private static OptionalInt row(Suite suite, Grid grid) {
    Listing listing =
        suite
            .listing()
            .or(Suites.listing(suite.name()))
            .among(suite.cells().stream().map(Cell::name).toList());
    Optional<Integer> chosen =
        Stream.concat(listing.headline().stream(), listing.against().stream())
            .flatMap(name -> grid.rowOf(name).stream())
            .filter(row -> row != grid.base() && columns(grid, row).findAny().isPresent())
            .findFirst();
    return chosen.isPresent()
        ? OptionalInt.of(chosen.get())
        : IntStream.range(0, grid.rows().size())
            .filter(row -> row != grid.base() && columns(grid, row).findAny().isPresent())
            .boxed()
            .min(Comparator.comparingDouble(row -> first(grid, row).value()))
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
  }

  private static Estimate first(Grid grid, int row) {
    return grid.ratio(row, columns(grid, row).findFirst().orElseThrow());
  }

  private static IntStream columns(Grid grid, int row) {
    return IntStream.range(0, grid.columns().size())
        .filter(column -> grid.ratio(row, column).hasValue());
  }

  /** All columns, or the outermost two of many. */
  private static IntStream shown(Grid grid, int row) {
    int[] all = columns(grid, row).toArray();
    return all.length <= MOST_COLUMNS
        ? IntStream.of(all)
        : IntStream.of(all[0], all[all.length - 1]);
  }

  private static Optional<String> most(Grid grid) {
    String most = "";
    double highest = 0;
    for (int row = 0; row < grid.rows().size(); row++) {
      for (int column = 0; column < grid.columns().size(); column++) {
        Optional<CellSummary> cell = grid.at(row, column);
        double rate = cell.map(Table::callsPerSecond).orElse(0.0);
        if (rate > highest) {
          highest = rate;
          most = Words.quoted(grid.rows().get(row)) + " " + where(grid, column);
        }
      }
    }
    return most.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Most calls a second that were measured: %s, %s."
                .formatted(Numbers.three(highest), most));
  }
}
