package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.CallPart;

/**
 * What the calls of a cell are made of, in the middle half of the calls: means over rounds.
 *
 * @param micros by part, in microseconds
 * @param sum of the parts
 * @param whole of a call as JMH timed it around the client, by a clock reading of its own: the mean
 *     of the middle half of its samples
 */
public record Anatomy(Cell cell, Map<CallPart, Estimate> micros, double sum, double whole) {
  /** The parts are to add up to the whole call within this share. */
  public static final double ALLOWED = 0.05;

  private static final double NANOS_PER_MICRO = 1e3;

  /** The sum of the parts as a share of the whole; 1 if nothing is missing. */
  public double share() {
    return sum / whole;
  }

  /** Of each cell that measured parts, in the suite's order. */
  public static List<Anatomy> of(Suite suite, List<ForkRecord> forks) {
    List<Anatomy> all = new ArrayList<>();
    for (Cell cell : suite.cells()) {
      List<ForkRecord> withParts =
          forks.stream()
              .filter(f -> f.ok() && f.callParts() != null && f.cell().equals(cell.name()))
              .toList();
      if (!withParts.isEmpty()) {
        all.add(of(cell, withParts));
      }
    }
    return all;
  }

  private static Anatomy of(Cell cell, List<ForkRecord> forks) {
    Map<CallPart, Estimate> micros = new EnumMap<>(CallPart.class);
    for (CallPart part : CallPart.values()) {
      List<Double> rounds =
          forks.stream()
              .map(f -> f.callParts().nanos().get(part.name()) / NANOS_PER_MICRO)
              .toList();
      micros.put(part, RoundMean.of(rounds));
    }
    double whole =
        forks.stream()
            .mapToDouble(f -> Histogram.of(f.histogramNanos()).middleHalfMean() / NANOS_PER_MICRO)
            .average()
            .orElseThrow();
    double sum = micros.values().stream().mapToDouble(Estimate::value).sum();
    return new Anatomy(cell, micros, sum, whole);
  }

  /** Whose parts do not add up, one line each. */
  static List<String> problems(Suite suite, List<ForkRecord> forks) {
    return of(suite, forks).stream()
        .filter(anatomy -> !(Math.abs(anatomy.share() - 1) <= ALLOWED))
        .map(
            anatomy ->
                String.format(
                    Locale.ROOT,
                    "anatomy: the parts of '%s' add up to %.1f %% of the call",
                    anatomy.cell().name(),
                    100 * anatomy.share()))
        .toList();
  }
}
