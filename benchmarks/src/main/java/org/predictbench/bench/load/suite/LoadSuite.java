package org.predictbench.bench.load.suite;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.predictbench.bench.load.fault.Fault;
import org.predictbench.bench.load.objective.Gate;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.send.OpenLoop;
import org.predictbench.bench.load.send.Priority;
import org.predictbench.bench.plan.Likeness;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Listing;

/**
 * A load: what is sent how fast, against which cells, and what makes it valid.
 *
 * @param request whether a whole image is sent, or three floats to see the calling alone
 * @param batch rows in a request
 * @param steps the loads that each cell gets one after the other, at least one
 * @param interval length of a histogram interval
 * @param spin see {@link org.predictbench.bench.load.send.Pacer}
 * @param priority of the threads that send
 * @param likeness of answers to the same request
 * @param percentile the percentile that the scenario asks for
 * @param percentiles those that tables show
 * @param search empty unless a rate is searched for
 * @param gate empty unless something is required of the load
 */
public record LoadSuite(
    String name,
    String question,
    Scenario scenario,
    String model,
    Request request,
    int batch,
    Pattern pattern,
    List<LoadStep> steps,
    Duration warmup,
    Duration duration,
    Duration interval,
    OpenLoop.Limits limits,
    Duration spin,
    Priority priority,
    Duration deadline,
    Likeness likeness,
    double percentile,
    List<Double> percentiles,
    LoadRules rules,
    Optional<Search> search,
    Optional<Gate> gate,
    List<Fault> faults,
    List<Cell> cells,
    Listing listing) {

  /** As MLPerf Inference names them; what each means is data, in {@code load/scenarios.yaml}. */
  public enum Scenario {
    SINGLE_STREAM,
    MULTI_STREAM,
    SERVER,
    OFFLINE
  }

  /** What a request holds. */
  public enum Request {
    IMAGE,
    SMALL
  }

  /** When the next request is sent. */
  public enum Pattern {
    POISSON,
    UNIFORM,
    REPLAY,
    /** At a rate that changes. */
    PHASES,
    /** When the caller has its answer. */
    CLOSED,
    /** When there is room in flight. */
    FLOOD;

    /** Whether requests come whatever became of those before. */
    public boolean open() {
      return this != CLOSED && this != FLOOD;
    }
  }

  /**
   * How the highest rate is searched for.
   *
   * @param from requests a second to begin with
   * @param step factor between the first rates
   * @param precision the rates between which the edge lies differ by this share at most
   * @param repeats trials of a rate near the edge; most of them decide
   */
  public record Search(Slo slo, double from, double step, double precision, int repeats) {
    /** By doubling and halving. */
    public Search(Slo slo, double from, double precision, int repeats) {
      this(slo, from, 2, precision, repeats);
    }
  }

  public LoadSuite {
    steps = List.copyOf(steps);
    percentiles = List.copyOf(percentiles);
    faults = List.copyOf(faults);
    cells = List.copyOf(cells);
  }

  /** What arrives, in words. */
  public String load() {
    return steps.stream().map(LoadStep::text).collect(Collectors.joining(", then "));
  }
}
