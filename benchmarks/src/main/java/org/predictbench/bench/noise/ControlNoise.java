package org.predictbench.bench.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Histogram;
import org.predictbench.bench.stats.SliceSamples;

/**
 * The noise of a cell's compared time, learnt from the baseline and its control, which do the same
 * work.
 *
 * @param fork variance of its logarithm that a fork has however long it is measured
 * @param slice variance that a time slice adds; that of a fork with n slices is {@code fork + slice
 *     / n}
 */
public record ControlNoise(double fork, double slice) {

  /** Empty if there are fewer than two rounds whose slices are known. */
  public static Optional<ControlNoise> of(Suite suite, List<ForkRecord> forks) {
    Map<Integer, List<Histogram>> baseline = slices(suite.baseline(), forks);
    Map<Integer, List<Histogram>> control = slices(suite.control(), forks);
    List<Double> rounds = new ArrayList<>();
    int part = suite.protocol().baselineSlices();
    double squares = 0;
    int freedom = 0;
    int slices = 0;
    for (Map.Entry<Integer, List<Histogram>> round : baseline.entrySet()) {
      List<Histogram> other = control.getOrDefault(round.getKey(), List.of());
      int parts = Math.min(round.getValue().size(), other.size()) / part;
      if (parts < 2) {
        continue;
      }
      rounds.add(difference(suite, round.getValue(), other));
      List<Double> differences = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        differences.add(
            difference(
                suite,
                round.getValue().subList(i * part, (i + 1) * part),
                other.subList(i * part, (i + 1) * part)));
      }
      squares += squares(differences);
      freedom += parts - 1;
      slices = parts * part;
    }
    if (rounds.size() < 2) {
      return Optional.empty();
    }
    // Of a difference of two cells each has half the variance.
    double slice = squares / freedom / 2 * part;
    double whole = squares(rounds) / (rounds.size() - 1) / 2;
    return Optional.of(new ControlNoise(Math.max(0, whole - slice / slices), slice));
  }

  private static double difference(Suite suite, List<Histogram> one, List<Histogram> other) {
    var time = suite.protocol().comparedTime();
    return Math.log(
        SliceSamples.pooled(one).compared(time) / SliceSamples.pooled(other).compared(time));
  }

  private static double squares(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
  }

  private static Map<Integer, List<Histogram>> slices(String cell, List<ForkRecord> forks) {
    Map<Integer, List<Histogram>> rounds = new TreeMap<>();
    for (ForkRecord fork : forks) {
      List<Histogram> slices =
          fork.cell().equals(cell)
              ? SliceSamples.of(fork).stream().filter(slice -> slice.samples() > 0).toList()
              : List.of();
      if (!slices.isEmpty()) {
        rounds.put(fork.round(), slices);
      }
    }
    return rounds;
  }
}
