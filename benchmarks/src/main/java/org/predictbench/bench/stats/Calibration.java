package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ComparedTime;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.CellComparison.Finding;

/**
 * How often the statistics see what is not there, and find what is: the rounds of one long run are
 * cut into consecutive runs of a given length, in which cells that do the same work, and cells
 * slowed by a known share, are compared as {@code run} and {@code compare --relative} do it.
 *
 * <p>Runs do not overlap, but a run takes part in several comparisons, so that their outcomes are
 * not independent of each other; shares are unbiased all the same.
 */
public record Calibration(List<Row> rows) {
  private static final int[] LENGTHS = {4, 5, 6, 10, 20};

  /** How two cells are compared. */
  public enum Method {
    /** Of one run, paired by round. */
    WITHIN_A_RUN,
    /** Of two runs, each as its ratio to its own run's baseline. */
    BETWEEN_TWO_RUNS
  }

  /**
   * How comparisons of one sort came out.
   *
   * @param slowdown injected; 0 for comparisons of like with like, in which to find is to err
   * @param rounds of each run
   * @param found how many of {@code comparisons} had an interval that excludes 1, on the side of
   *     the slowdown if there is one
   * @param detectable mean over the comparisons of the smallest difference that each says it could
   *     have shown; NaN between two runs, where none is told
   */
  public record Row(
      Method method, double slowdown, int rounds, int comparisons, int found, double detectable) {
    public double share() {
      return (double) found / comparisons;
    }
  }

  public Calibration {
    rows = List.copyOf(rows);
  }

  /** Empty for a suite that slows no cell. */
  public static Optional<Calibration> of(Suite suite, List<ForkRecord> forks) {
    return of(suite, forks, LENGTHS);
  }

  static Optional<Calibration> of(Suite suite, List<ForkRecord> forks, int... lengths) {
    Map<Double, CellSamples> slowed = new TreeMap<>();
    List<CellSamples> same = new ArrayList<>();
    Cell baseline = suite.cell(suite.baseline()).orElseThrow();
    for (Cell cell : suite.cells()) {
      if (cell.slowdown() > 0) {
        slowed.put(cell.slowdown(), new CellSamples(cell, forks));
      } else if (cell.sameWork(baseline)) {
        same.add(new CellSamples(cell, forks));
      }
    }
    if (slowed.isEmpty()) {
      return Optional.empty();
    }
    List<Row> rows = new ArrayList<>();
    int rounds = same.get(0).rounds().size();
    for (int length : lengths) {
      if (2 * length <= rounds) {
        rows.addAll(
            new Lengths(same, slowed, suite.protocol().comparedTime(), rounds, length).rows());
      }
    }
    return Optional.of(new Calibration(rows));
  }

  /**
   * The slowdown of which that share is found, between those injected; empty if not among them.
   * Where the smallest is found so often already, that one: what would do is at most as much.
   *
   * @param share 0.8 for the power that detectable differences are told for
   */
  public OptionalDouble smallestFound(Method method, int rounds, double share) {
    double below = 0;
    double shareBelow = 0;
    for (Row row : rows) {
      if (row.method() == method && row.rounds() == rounds && row.slowdown() > 0) {
        if (row.share() >= share && below == 0) {
          return OptionalDouble.of(row.slowdown());
        }
        if (row.share() >= share) {
          double part = (share - shareBelow) / (row.share() - shareBelow);
          return OptionalDouble.of(below + part * (row.slowdown() - below));
        }
        below = row.slowdown();
        shareBelow = row.share();
      }
    }
    return OptionalDouble.empty();
  }

  /** The comparisons for one length of run. */
  private record Lengths(
      List<CellSamples> same,
      Map<Double, CellSamples> slowed,
      ComparedTime time,
      int rounds,
      int length) {

    List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      for (Method method : Method.values()) {
        rows.add(row(method, 0, pairs(method, null)));
        slowed.forEach((share, cell) -> rows.add(row(method, share, pairs(method, cell))));
      }
      return rows;
    }

    private Row row(Method method, double slowdown, List<Estimate> ratios) {
      int found = 0;
      for (Estimate ratio : ratios) {
        Finding finding = Finding.of(ratio);
        boolean counts =
            slowdown > 0 ? finding == Finding.SLOWER : finding != Finding.NO_DIFFERENCE_SHOWN;
        found += counts ? 1 : 0;
      }
      double detectable =
          method == Method.WITHIN_A_RUN
              ? ratios.stream()
                  .mapToDouble(ratio -> DetectableDifference.share(ratio, length - 1.0))
                  .average()
                  .orElse(Double.NaN)
              : Double.NaN;
      return new Row(method, slowdown, length, ratios.size(), found, detectable);
    }

    private List<Estimate> pairs(Method method, CellSamples slow) {
      return method == Method.WITHIN_A_RUN ? within(slow) : between(slow);
    }

    /** The slowed cell against each of the others; of those every pair. */
    private List<Estimate> within(CellSamples slow) {
      List<Estimate> ratios = new ArrayList<>();
      for (int run = 0; run < rounds / length; run++) {
        for (int i = 0; i < same.size(); i++) {
          List<CellSamples> others =
              slow == null ? same.subList(i + 1, same.size()) : List.of(slow);
          for (CellSamples other : others) {
            ratios.add(RoundMean.of(logs(other, same.get(i), run)).map(Math::exp));
          }
        }
      }
      return ratios;
    }

    /**
     * Every run against every other: the control there, and the slowed cell or the control here.
     */
    private List<Estimate> between(CellSamples slow) {
      List<Estimate> ratios = new ArrayList<>();
      CellSamples reference = same.get(0);
      CellSamples control = same.get(1);
      int runs = rounds / length;
      for (int base = 0; base < runs; base++) {
        for (int candidate = 0; candidate < runs; candidate++) {
          // Like with like is the same comparison in both directions.
          if (slow == null ? base < candidate : base != candidate) {
            ratios.add(
                Comparison.ratio(
                    logs(slow == null ? control : slow, reference, candidate),
                    logs(control, reference, base)));
          }
        }
      }
      return ratios;
    }

    private List<Double> logs(CellSamples cell, CellSamples reference, int run) {
      List<Double> logs = new ArrayList<>();
      for (int round = run * length + 1; round <= (run + 1) * length; round++) {
        Histogram one = cell.rounds().get(round);
        Histogram two = reference.rounds().get(round);
        if (one != null && two != null) {
          logs.add(Math.log(one.compared(time) / two.compared(time)));
        }
      }
      return logs;
    }
  }
}
