package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/**
 * How a cell's times spread, for plots; times in microseconds.
 *
 * @param curve quantiles of all rounds' samples, ascending, as far up as {@link SampleSize} allows
 * @param rounds quantiles of each round, by round
 */
public record Distribution(Cell cell, List<Point> curve, List<Round> rounds) {
  // Of -log10(1 - quantile), on which the distance from p90 to p99 is that from p99 to p99.9.
  private static final double STEP = 0.02;
  private static final double FARTHEST = 5;

  /** One point of the curve; {@code quantile} is from 0 to 1. */
  public record Point(double quantile, double micros) {}

  /** One round's quantiles. */
  public record Round(int round, double p10, double p25, double p50, double p75, double p90) {
    private static Round of(int round, Histogram histogram) {
      return new Round(
          round,
          histogram.quantile(0.1) / 1e3,
          histogram.quantile(0.25) / 1e3,
          histogram.median() / 1e3,
          histogram.quantile(0.75) / 1e3,
          histogram.quantile(0.9) / 1e3);
    }
  }

  public Distribution {
    curve = List.copyOf(curve);
    rounds = List.copyOf(rounds);
  }

  /** Of each cell that measured something, in the suite's order. */
  public static List<Distribution> of(Suite suite, List<ForkRecord> forks) {
    List<Distribution> all = new ArrayList<>();
    for (Cell cell : suite.cells()) {
      CellSamples samples = new CellSamples(cell, forks);
      if (!samples.rounds().isEmpty()) {
        List<Round> rounds = new ArrayList<>();
        samples.rounds().forEach((round, histogram) -> rounds.add(Round.of(round, histogram)));
        all.add(new Distribution(cell, curve(samples.pooled()), rounds));
      }
    }
    return all;
  }

  private static List<Point> curve(Histogram pooled) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i * STEP <= FARTHEST; i++) {
      double quantile = 1 - Math.pow(10, -i * STEP);
      if (quantile > 0.5 && SampleSize.needed(quantile) > pooled.samples()) {
        break;
      }
      points.add(new Point(quantile, pooled.quantile(quantile) / 1e3));
    }
    return points;
  }
}
