package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.predictbench.bench.result.Cell;
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

  List<RoundValue> each(Function<Histogram, RoundValue> value) {
    return rounds.values().stream().map(value).toList();
  }

  /** Over the rounds that both cells have. */
  List<RoundValue> paired(CellSamples other, BiFunction<Histogram, Histogram, RoundValue> value) {
    List<RoundValue> values = new ArrayList<>();
    rounds.forEach(
        (round, mine) -> {
          Histogram theirs = other.rounds.get(round);
          if (theirs != null) {
            values.add(value.apply(mine, theirs));
          }
        });
    return values;
  }

  /** Logarithm of the ratio of medians, so that its mean over rounds is a geometric mean. */
  static RoundValue logRatio(Histogram numerator, Histogram denominator) {
    return logMedian(numerator).minus(logMedian(denominator));
  }

  static RoundValue logMedian(Histogram histogram) {
    return RoundValue.median(histogram).map(Math::log);
  }
}
