package org.predictbench.bench.stats;

import java.util.Map;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Footprint;
import org.predictbench.bench.result.ForkRecord;

/**
 * One cell over all its rounds; times in microseconds, NaN where not known.
 *
 * @param rounds how many rounds ended OK
 * @param footprint of the client's JVM in its first round, or null where not asked
 * @param roundP50 round to that round's median
 * @param compared round to that round's time that is compared with other cells'
 * @param reason why the first failed fork failed, or null if none did
 */
public record CellSummary(
    Cell cell,
    ForkRecord.Status status,
    String reason,
    int rounds,
    int failedRounds,
    Latency latency,
    Ratios ratios,
    Cost cost,
    Footprint footprint,
    Map<Integer, Double> roundP50,
    Map<Integer, Double> compared) {

  /** Of all times here. */
  public static final String UNIT = "us";

  /**
   * Percentiles are {@link Estimate#NONE} where {@link SampleSize} asks for more samples than there
   * are.
   *
   * @param mean mean over rounds of the rounds' means, every round counting the same
   * @param p50 geometric mean over rounds of the rounds' medians, so that ratios of two cells' p50
   *     are their ratio
   * @param p90 of the pooled samples of all rounds, as are {@code p99}, {@code p999} and {@code
   *     max}
   */
  record Latency(
      long samples,
      Estimate mean,
      Estimate p50,
      Estimate p90,
      Estimate p99,
      Estimate p999,
      double max) {}

  /**
   * Ratios of the compared times, paired by round; below 1 is faster.
   *
   * @param toBaseline to the suite's baseline
   * @param toPrevious to the previous step of the ladder
   */
  record Ratios(Estimate toBaseline, Estimate toPrevious) {}

  /**
   * In bytes and microseconds, NaN where not known.
   *
   * @param allocatedPerOp by the client, a call
   * @param cpuPerOp CPU time of the client, a call
   * @param pausesPerOp of the client's collector, a call
   * @param pausePerOp how long they were, a call
   * @param pinsPerOp waits of virtual threads that held their carriers, a call
   * @param pinPerOp how long they were, a call
   * @param clientPeakRss largest over rounds, as is {@code serverPeakRss}
   */
  record Cost(
      double allocatedPerOp,
      double cpuPerOp,
      double pausesPerOp,
      double pausePerOp,
      double pinsPerOp,
      double pinPerOp,
      double clientPeakRss,
      double serverPeakRss) {}

  public String name() {
    return cell.name();
  }

  public boolean ok() {
    return status == ForkRecord.Status.OK;
  }

  public long samples() {
    return latency.samples();
  }

  public Estimate mean() {
    return latency.mean();
  }

  public Estimate p50() {
    return latency.p50();
  }

  public Estimate p90() {
    return latency.p90();
  }

  public Estimate p99() {
    return latency.p99();
  }

  public Estimate p999() {
    return latency.p999();
  }

  public double max() {
    return latency.max();
  }

  /** To the baseline. */
  public Estimate ratio() {
    return ratios.toBaseline();
  }

  /** To the previous step. */
  public Estimate stepRatio() {
    return ratios.toPrevious();
  }

  /** The smallest difference from the baseline that would have shown, as a share. */
  public double detectable() {
    return DetectableDifference.share(ratio(), rounds - 1.0);
  }

  /** The same from the previous step. */
  public double detectableStep() {
    return DetectableDifference.share(stepRatio(), rounds - 1.0);
  }

  public double allocBytesPerOp() {
    return cost.allocatedPerOp();
  }

  /** CPU time of all threads of the client's process, a call; mean over rounds. */
  public double cpuMicrosPerOp() {
    return cost.cpuPerOp();
  }

  /** How many pauses of the client's collector there were, a call. */
  public double pausesPerOp() {
    return cost.pausesPerOp();
  }

  /** How long they were, a call. */
  public double pauseMicrosPerOp() {
    return cost.pausePerOp();
  }

  /** How often a virtual thread waited without leaving its carrier, a call. */
  public double pinsPerOp() {
    return cost.pinsPerOp();
  }

  /** How long, a call. */
  public double pinMicrosPerOp() {
    return cost.pinPerOp();
  }

  public double clientPeakRssBytes() {
    return cost.clientPeakRss();
  }

  public double serverPeakRssBytes() {
    return cost.serverPeakRss();
  }
}
