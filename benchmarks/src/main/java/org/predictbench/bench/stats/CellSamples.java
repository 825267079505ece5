package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ComparedTime;
import org.predictbench.bench.result.ForkRecord;

/** A cell's forks, and by round the samples of those that ended OK and measured something. */
final class CellSamples {
  private final Cell cell;
  private final List<ForkRecord> forks;
  private final TreeMap<Integer, Histogram> rounds = new TreeMap<>();

  CellSamples(Cell cell, List<ForkRecord> allForks) {
    this.cell = cell;
    this.forks = allForks.stream().filter(fork -> fork.cell().equals(cell.name())).toList();
    for (ForkRecord fork : forks) {
      Histogram histogram = Histogram.of(fork.histogramNanos());
      if (fork.ok() && histogram.samples() > 0) {
        rounds.put(fork.round(), histogram);
      }
    }
  }

  Cell cell() {
    return cell;
  }

  List<ForkRecord> forks() {
    return forks;
  }

  Map<Integer, Histogram> rounds() {
    return rounds;
  }

  Histogram pooled() {
    List<long[]> all = new ArrayList<>();
    forks.stream().filter(ForkRecord::ok).forEach(fork -> all.addAll(fork.histogramNanos()));
    return Histogram.of(all);
  }

  List<Double> each(ToDoubleFunction<Histogram> value) {
    return rounds.values().stream().mapToDouble(value).boxed().toList();
  }

  /** Over the rounds that both cells have. */
  List<Double> paired(CellSamples other, ToDoubleBiFunction<Histogram, Histogram> value) {
    List<Double> values = new ArrayList<>();
    rounds.forEach(
        (round, mine) -> {
          Histogram theirs = other.rounds.get(round);
          if (theirs != null) {
            values.add(value.applyAsDouble(mine, theirs));
          }
        });
    return values;
  }

  /**
   * Logarithms of the ratio to the other cell, over the rounds that both have, so that their mean
   * is that of a geometric mean.
   */
  List<Double> logRatios(CellSamples other, ComparedTime time) {
    return paired(other, (mine, theirs) -> Math.log(mine.compared(time) / theirs.compared(time)));
  }

  static double logMedian(Histogram histogram) {
    return Math.log(histogram.median());
  }
}
