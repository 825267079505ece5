package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.predictbench.bench.process.Pauses;
import org.predictbench.bench.process.Pins;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ComparedTime;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/**
 * A run in numbers, cells in the suite's order.
 *
 * @param callCost what the best client adds to the server's own work, when both were measured
 */
public record Summary(Suite suite, List<CellSummary> cells, Optional<CallCost> callCost) {

  /**
   * The best cell's p50 minus {@code Session.run}'s on the same server config, paired by round.
   *
   * @param micros arithmetic mean over rounds of the difference, in microseconds
   */
  public record CallCost(String best, String sessionRun, Estimate micros) {}

  public Summary {
    cells = List.copyOf(cells);
  }

  public Optional<CellSummary> cell(String name) {
    return cells.stream().filter(cell -> cell.name().equals(name)).findFirst();
  }

  /** Names of the cells whose step is shown even if all steps are judged together. */
  public Set<String> shownTogether() {
    return Family.shown(cells);
  }

  /** Rounds that were measured, of whatever cell. */
  public int rounds() {
    return cells.stream().mapToInt(CellSummary::rounds).max().orElse(0);
  }

  /**
   * The widest interval of a ratio: its half width as a share of the ratio, over the cells that
   * worked; infinite if one has no interval, NaN if there is no ratio.
   */
  public double widest() {
    return cells.stream()
        .filter(cell -> cell.ok() && !cell.name().equals(suite.reference(cell.cell())))
        .mapToDouble(
            cell ->
                cell.ratio().hasInterval()
                    ? cell.ratio().halfWidth() / cell.ratio().value()
                    : Double.POSITIVE_INFINITY)
        .max()
        .orElse(Double.NaN);
  }

  /** The same forks and seed give the same summary. */
  public static Summary of(Suite suite, List<ForkRecord> forks, long seed) {
    List<CellSamples> samples =
        suite.cells().stream().map(cell -> new CellSamples(cell, forks)).toList();
    List<CellSummary> cells = new ArrayList<>();
    CellSamples previous = null;
    for (CellSamples each : samples) {
      boolean step = isStep(suite, each.cell());
      cells.add(
          summarize(
              suite.protocol().comparedTime(),
              each,
              find(samples, suite.reference(each.cell())),
              step && isStepFrom(suite, previous, each) ? previous : null,
              seed + each.cell().name().hashCode()));
      previous = step ? each : previous;
    }
    return new Summary(suite, cells, callCost(suite, samples, cells));
  }

  /** Another model, or a part of a call after whole ones, is no step from the cell before it. */
  private static boolean isStepFrom(Suite suite, CellSamples previous, CellSamples each) {
    return previous != null
        && suite.modelOf(previous.cell()).equals(suite.modelOf(each.cell()))
        && previous.cell().kind().isWholeCall() == each.cell().kind().isWholeCall();
  }

  /** Whether the cell is a rung of the ladder; the control and {@code Session.run} are not. */
  public static boolean isStep(Suite suite, Cell cell) {
    return cell.kind().hasClient() && !cell.name().equals(suite.control());
  }

  private static CellSummary summarize(
      ComparedTime time, CellSamples cell, CellSamples baseline, CellSamples previous, long seed) {
    Histogram pooled = cell.pooled();
    Map<Integer, Double> roundP50 = new TreeMap<>();
    Map<Integer, Double> compared = new TreeMap<>();
    cell.rounds()
        .forEach(
            (round, histogram) -> {
              roundP50.put(round, histogram.median() / 1e3);
              compared.put(round, histogram.compared(time) / 1e3);
            });
    List<ForkRecord> ok = cell.forks().stream().filter(ForkRecord::ok).toList();
    return new CellSummary(
        cell.cell(),
        cell.rounds().isEmpty() ? ForkRecord.Status.FAILED : ForkRecord.Status.OK,
        reason(cell),
        cell.rounds().size(),
        cell.forks().size() - cell.rounds().size(),
        latency(cell, pooled, seed),
        new CellSummary.Ratios(
            ratio(time, cell, baseline),
            previous == null ? Estimate.NONE : ratio(time, cell, previous)),
        cost(ok),
        ok.stream().map(ForkRecord::footprint).filter(Objects::nonNull).findFirst().orElse(null),
        roundP50,
        compared);
  }

  private static CellSummary.Latency latency(CellSamples cell, Histogram pooled, long seed) {
    PercentileBootstrap bootstrap = new PercentileBootstrap(cell.rounds().values(), seed);
    return new CellSummary.Latency(
        pooled.samples(),
        RoundMean.of(cell.each(Histogram::mean)).map(nanos -> nanos / 1e3),
        RoundMean.of(cell.each(CellSamples::logMedian)).map(log -> Math.exp(log) / 1e3),
        percentile(pooled, 0.9, bootstrap),
        percentile(pooled, 0.99, bootstrap),
        percentile(pooled, 0.999, bootstrap),
        pooled.max() / 1e3);
  }

  private static CellSummary.Cost cost(List<ForkRecord> ok) {
    return new CellSummary.Cost(
        mean(ok, ForkRecord::allocBytesPerOp),
        mean(ok, ForkRecord::cpuTime) / 1e3,
        mean(ok, fork -> perCall(fork, fork.pauses(), Pauses::count)),
        1e3 * mean(ok, fork -> perCall(fork, fork.pauses(), Pauses::millis)),
        mean(ok, fork -> perCall(fork, fork.pins(), Pins::count)),
        mean(ok, fork -> perCall(fork, fork.pins(), Pins::micros)),
        largest(ok.stream().map(ForkRecord::clientPeakRssBytes)),
        largest(ok.stream().map(ForkRecord::serverPeakRssBytes)));
  }

  private static <T> Double perCall(ForkRecord fork, T counted, ToLongFunction<T> value) {
    return counted == null || fork.calls() == null || fork.calls() == 0
        ? null
        : (double) value.applyAsLong(counted) / fork.calls();
  }

  private static double mean(List<ForkRecord> forks, Function<ForkRecord, Double> value) {
    return orNaN(
        forks.stream()
            .map(value)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average());
  }

  private static Estimate percentile(
      Histogram pooled, double quantile, PercentileBootstrap bootstrap) {
    return pooled.samples() < SampleSize.needed(quantile)
        ? Estimate.NONE
        : bootstrap.around(pooled.quantile(quantile), quantile).map(nanos -> nanos / 1e3);
  }

  private static Estimate ratio(ComparedTime time, CellSamples cell, CellSamples base) {
    if (cell == base) {
      return cell.rounds().isEmpty() ? Estimate.NONE : new Estimate(1, 1, 1);
    }
    return RoundMean.of(cell.logRatios(base, time)).map(Math::exp);
  }

  private static Optional<CallCost> callCost(
      Suite suite, List<CellSamples> samples, List<CellSummary> cells) {
    Optional<CellSummary> alone =
        cells.stream().filter(c -> c.ok() && c.cell().kind().isServerAlone()).findFirst();
    Optional<CellSummary> best =
        cells.stream()
            .filter(c -> c.ok() && isStep(suite, c.cell()))
            .filter(c -> alone.isPresent() && c.cell().server().equals(alone.get().cell().server()))
            .min(Comparator.comparingDouble(c -> c.p50().value()));
    if (best.isEmpty()) {
      return Optional.empty();
    }
    String sessionRun = alone.orElseThrow().name();
    Estimate micros =
        RoundMean.of(
                find(samples, best.get().name())
                    .paired(find(samples, sessionRun), (call, run) -> call.median() - run.median()))
            .map(nanos -> nanos / 1e3);
    return micros.hasValue()
        ? Optional.of(new CallCost(best.get().name(), sessionRun, micros))
        : Optional.empty();
  }

  private static String reason(CellSamples cell) {
    if (cell.forks().isEmpty()) {
      return "not measured";
    }
    return cell.forks().stream()
        .filter(fork -> !fork.ok() || fork.histogramNanos().isEmpty())
        .map(fork -> fork.reason() == null ? "no samples" : fork.reason())
        .findFirst()
        .orElse(null);
  }

  private static CellSamples find(List<CellSamples> samples, String name) {
    return samples.stream().filter(s -> s.cell().name().equals(name)).findFirst().orElseThrow();
  }

  private static double largest(Stream<Long> values) {
    return orNaN(values.filter(Objects::nonNull).mapToDouble(Long::doubleValue).max());
  }

  private static double orNaN(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }
}
