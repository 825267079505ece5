package org.predictbench.bench.stats;

import java.util.Map;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Footprint;
import org.predictbench.bench.result.ForkRecord;

/**
 * One cell over all its rounds; times in microseconds, NaN where not known.
 *
 * <p>Percentiles are {@link Estimate#NONE} where {@link SampleSize} asks for more samples than
 * there are.
 *
 * @param rounds how many rounds ended OK
 * @param mean mean over rounds of the rounds' means, every round counting the same
 * @param p50 geometric mean over rounds of the rounds' medians, so that ratios of two cells' p50
 *     are their ratio
 * @param p90 of the pooled samples of all rounds, as are {@code p99}, {@code p999} and {@code max}
 * @param ratio of p50 to the baseline's, paired by round; below 1 is faster
 * @param stepRatio the same to the previous step of the ladder
 * @param clientPeakRssBytes largest over rounds, as is {@code serverPeakRssBytes}
 * @param footprint of the client's JVM in its first round, or null where not asked
 * @param roundP50 round to that round's median
 * @param reason why the first failed fork failed, or null if none did
 */
public record CellSummary(
    Cell cell,
    ForkRecord.Status status,
    String reason,
    int rounds,
    int failedRounds,
    long samples,
    Estimate mean,
    Estimate p50,
    Estimate p90,
    Estimate p99,
    Estimate p999,
    double max,
    double allocBytesPerOp,
    Estimate ratio,
    Estimate stepRatio,
    double clientPeakRssBytes,
    double serverPeakRssBytes,
    Footprint footprint,
    Map<Integer, Double> roundP50) {

  /** Of all times here. */
  public static final String UNIT = "us";

  public String name() {
    return cell.name();
  }

  public boolean ok() {
    return status == ForkRecord.Status.OK;
  }
}
