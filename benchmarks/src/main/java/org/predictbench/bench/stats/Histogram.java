package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.bench.result.ComparedTime;

/** Samples as distinct ascending values with counts; immutable. */
public final class Histogram {
  private final long[] values;

  /** {@code upTo[i]}: how many samples are at most {@code values[i]}. */
  private final long[] upTo;

  private Histogram(long[] values, long[] upTo) {
    this.values = values;
    this.upTo = upTo;
  }

  /** Of pairs {value, count} in any order, repeated values allowed. */
  public static Histogram of(Iterable<long[]> pairs) {
    TreeMap<Long, Long> counts = new TreeMap<>();
    for (long[] pair : pairs) {
      if (pair.length != 2 || pair[1] < 0) {
        throw new IllegalArgumentException("no {value, count} pair: " + Arrays.toString(pair));
      }
      if (pair[1] > 0) {
        counts.merge(pair[0], pair[1], Long::sum);
      }
    }
    long[] values = new long[counts.size()];
    long[] upTo = new long[counts.size()];
    int i = 0;
    long total = 0;
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      total += entry.getValue();
      values[i] = entry.getKey();
      upTo[i++] = total;
    }
    return new Histogram(values, upTo);
  }

  /** Its samples as pairs {value, count}, ascending. */
  List<long[]> pairs() {
    List<long[]> pairs = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      pairs.add(new long[] {values[i], count(i)});
    }
    return pairs;
  }

  /** Mean and variance of the samples' logarithms; the variance is NaN for fewer than two. */
  public double[] logMoments() {
    double n = (double) samples();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.log((double) values[i]) * (double) count(i);
    }
    double mean = sum / n;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double off = Math.log((double) values[i]) - mean;
      squares += off * off * (double) count(i);
    }
    return new double[] {mean, n < 2 ? Double.NaN : squares / (n - 1)};
  }

  public long samples() {
    return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
  }

  public double max() {
    return values.length == 0 ? Double.NaN : values[values.length - 1];
  }

  public double mean() {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * count(i);
    }
    return sum / samples();
  }

  /** Sample standard deviation; 0 for fewer than two samples. */
  public double standardDeviation() {
    if (samples() < 2) {
      return 0;
    }
    double mean = mean();
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean) * count(i);
    }
    return Math.sqrt(squares / (samples() - 1));
  }

  public double median() {
    return quantile(0.5);
  }

  /**
   * The sample quantile, interpolated linearly between order statistics; NaN without samples.
   *
   * @see <a href="https://doi.org/10.2307/2684934">Hyndman and Fan, "Sample Quantiles in
   *     Statistical Packages", 1996, definition 7</a>
   */
  public double quantile(double probability) {
    if (samples() == 0) {
      return Double.NaN;
    }
    double position = (samples() - 1) * probability;
    long rank = (long) position;
    double low = orderStatistic(rank);
    double fraction = position - rank;
    return fraction == 0 ? low : low + fraction * (orderStatistic(rank + 1) - low);
  }

  /** The sample that has {@code rank} samples before it in ascending order. */
  long orderStatistic(long rank) {
    int found = Arrays.binarySearch(upTo, rank + 1);
    return values[found >= 0 ? found : -found - 1];
  }

  /** How many samples are at most {@code value}. */
  long within(long value) {
    int found = Arrays.binarySearch(values, value);
    int last = found >= 0 ? found : -found - 2;
    return last < 0 ? 0 : upTo[last];
  }

  /** What of these samples, a round's, is compared with other cells'. */
  public double compared(ComparedTime time) {
    return switch (time) {
      case P50 -> median();
      case FAST_QUARTER -> fasterQuarterMean();
    };
  }

  /** The mean of the lowest quarter of the samples, the last of them in part. */
  double fasterQuarterMean() {
    double quarter = 0.25 * (double) samples();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double before = (double) (upTo[i] - count(i));
      sum += (double) values[i] * Math.max(0, Math.min(quarter, (double) upTo[i]) - before);
    }
    return sum / quarter;
  }

  /** The mean of the samples without the lowest and the highest quarter of them. */
  double middleHalfMean() {
    long skipped = samples() / 4;
    long end = samples() - skipped;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      long from = Math.max(skipped, upTo[i] - count(i));
      sum += (double) values[i] * Math.max(0, Math.min(end, upTo[i]) - from);
    }
    return sum / (end - skipped);
  }

  private long count(int i) {
    return upTo[i] - (i == 0 ? 0 : upTo[i - 1]);
  }
}
