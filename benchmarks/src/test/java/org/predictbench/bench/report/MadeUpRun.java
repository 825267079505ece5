package org.predictbench.bench.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.result.Workload;
import org.predictbench.bench.stats.Summary;

/** A run of made-up cells, the first of which is the baseline and the second its control. */
public final class MadeUpRun {
  private final List<Cell> cells = new ArrayList<>();
  private final List<Double> micros = new ArrayList<>();
  private int rounds = 5;
  private double sigma = 0.002;
  private Listing listing = Listing.NONE;

  /** A cell that takes so many microseconds; a call that fails if NaN. */
  public MadeUpRun cell(
      String name, String step, String client, String server, Workload workload, double time) {
    String against =
        workload.model().isEmpty()
            ? ""
            : cells.stream()
                .filter(c -> c.workload().model().equals(workload.model()))
                .map(Cell::name)
                .findFirst()
                .orElse(name);
    cells.add(
        new Cell(
            name,
            step,
            Map.of("reuse", client),
            server,
            CellKind.of("predict"),
            workload,
            against));
    micros.add(time);
    return this;
  }

  MadeUpRun cell(String name, String step, String client, String server, double time) {
    return cell(name, step, client, server, Workload.DEFAULT, time);
  }

  MadeUpRun rounds(int many) {
    rounds = many;
    return this;
  }

  MadeUpRun noise(double ofRounds) {
    sigma = ofRounds;
    return this;
  }

  MadeUpRun listing(Listing choice) {
    listing = choice;
    return this;
  }

  public Suite suite() {
    Suite tiny = Synthetic.suite(rounds);
    return new Suite(
        "made-up",
        "Does it pay?",
        "fixed-reply",
        1,
        tiny.protocol(),
        cells.get(0).name(),
        cells.get(1).name(),
        0.1,
        1e-3,
        cells,
        listing);
  }

  public List<ForkRecord> forks() {
    Random random = new Random(7);
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (int i = 0; i < cells.size(); i++) {
        double time = 1e3 * micros.get(i) * Math.exp(sigma * random.nextGaussian());
        if (Double.isNaN(time)) {
          forks.add(
              ForkRecord.of(cells.get(i).name(), round, i + 1)
                  .took(Instant.EPOCH, 1)
                  .failed("server died"));
        } else {
          forks.add(
              Synthetic.fork(
                  cells.get(i).name(), round, i + 1, List.of(new long[] {Math.round(time), 100})));
        }
      }
    }
    return forks;
  }

  public Summary summary() {
    return Summary.of(suite(), forks(), 1);
  }
}
