package org.predictbench.bench.noise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Histogram;
import org.predictbench.bench.stats.SliceSamples;

/**
 * Where the noise of a run comes from: the variance of the logarithm of a call's time, level by
 * level, as an analysis of variance takes it apart.
 *
 * @param cells how many cells told it: those whose calls are recorded slice by slice
 * @param calls between calls of one time slice
 * @param slices between slices of one fork, beyond what their calls explain
 * @param forks between a round's forks, beyond what their slices explain and beside what tells
 *     their cells apart; the server's luck is in it
 * @param rounds between rounds, in all cells alike: it cancels in ratios
 * @param measured the share of a ratio's variance that comes from calls and slices, which longer
 *     measuring lowers; the rest only more rounds lower
 * @see <a href="https://doi.org/10.1145/2464157.2464160">T. Kalibera, R. Jones, "Rigorous
 *     Benchmarking in Reasonable Time", ISMM 2013</a>
 */
public record NoiseLevels(
    int cells, double calls, double slices, double forks, double rounds, double measured) {

  /** Empty for a run without at least two cells and two rounds of which slices are known. */
  public static Optional<NoiseLevels> of(Suite suite, List<ForkRecord> forks) {
    Map<String, Map<Integer, Fork>> table = table(suite, forks);
    TreeSet<Integer> common = new TreeSet<>();
    table.values().forEach(cell -> common.addAll(cell.keySet()));
    table.values().forEach(cell -> common.retainAll(cell.keySet()));
    return table.size() < 2 || common.size() < 2
        ? Optional.empty()
        : Optional.of(of(List.copyOf(table.values()), List.copyOf(common)));
  }

  /**
   * One fork.
   *
   * @param calls variance within slices
   * @param callsInMean what calls add to the variance of a slice's mean
   * @param slices variance of slices' means
   * @param ofMean what slices and calls add to the variance of the fork's mean
   */
  private record Fork(
      double mean, double calls, double callsInMean, double slices, double ofMean) {}

  private static Map<String, Map<Integer, Fork>> table(Suite suite, List<ForkRecord> forks) {
    Map<String, Map<Integer, Fork>> table = new HashMap<>();
    for (ForkRecord fork : forks) {
      List<double[]> slices = new ArrayList<>();
      double inverse = 0;
      for (Histogram slice : SliceSamples.of(fork)) {
        if (slice.samples() > 1) {
          slices.add(slice.logMoments());
          inverse += 1.0 / slice.samples();
        }
      }
      if (slices.size() > 1 && suite.cell(fork.cell()).isPresent()) {
        double n = slices.size();
        double mean = slices.stream().mapToDouble(slice -> slice[0]).average().orElseThrow();
        double calls = slices.stream().mapToDouble(slice -> slice[1]).average().orElseThrow();
        double between =
            slices.stream().mapToDouble(s -> (s[0] - mean) * (s[0] - mean)).sum() / (n - 1);
        table
            .computeIfAbsent(fork.cell(), cell -> new TreeMap<>())
            .put(fork.round(), new Fork(mean, calls, calls * inverse / n, between, between / n));
      }
    }
    return table;
  }

  private static NoiseLevels of(List<Map<Integer, Fork>> cells, List<Integer> rounds) {
    double cellCount = cells.size();
    double roundCount = rounds.size();
    double[] ofRound = new double[rounds.size()];
    double squares = 0;
    double calls = 0;
    double callsInMean = 0;
    double slices = 0;
    double ofMean = 0;
    List<double[]> centred = new ArrayList<>();
    for (Map<Integer, Fork> cell : cells) {
      double mean = rounds.stream().mapToDouble(r -> cell.get(r).mean()).average().orElseThrow();
      double[] row = new double[rounds.size()];
      for (int i = 0; i < row.length; i++) {
        Fork fork = cell.get(rounds.get(i));
        row[i] = fork.mean() - mean;
        ofRound[i] += row[i] / cellCount;
        calls += fork.calls();
        callsInMean += fork.callsInMean();
        slices += fork.slices();
        ofMean += fork.ofMean();
      }
      centred.add(row);
    }
    double shared = 0;
    for (int i = 0; i < ofRound.length; i++) {
      shared += ofRound[i] * ofRound[i] / (roundCount - 1);
      for (double[] row : centred) {
        squares += (row[i] - ofRound[i]) * (row[i] - ofRound[i]);
      }
    }
    double own = squares / ((cellCount - 1) * (roundCount - 1));
    double all = cellCount * roundCount;
    return new NoiseLevels(
        cells.size(),
        calls / all,
        Math.max(0, (slices - callsInMean) / all),
        Math.max(0, own - ofMean / all),
        Math.max(0, shared - own / cellCount),
        Math.min(1, ofMean / all / own));
  }
}
