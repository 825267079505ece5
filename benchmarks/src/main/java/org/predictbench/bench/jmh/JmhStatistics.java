package org.predictbench.bench.jmh;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/** Weighted values summed up as JMH does it, so that merged scores mean what JMH's mean. */
final class JmhStatistics {
  /** JMH's scoreError is the half width of a 99.9 % interval under normality. */
  private static final double CONFIDENCE = 0.999;

  private final List<double[]> pairs;
  private final double count;

  /** Of pairs {value, count}. */
  JmhStatistics(List<double[]> pairs) {
    this.pairs = pairs.stream().sorted(Comparator.comparingDouble(pair -> pair[0])).toList();
    this.count = pairs.stream().mapToDouble(pair -> pair[1]).sum();
  }

  double sum() {
    return pairs.stream().mapToDouble(pair -> pair[0] * pair[1]).sum();
  }

  double mean() {
    return sum() / count;
  }

  /** NaN for two values or fewer, as in JMH. */
  double meanError() {
    if (count <= 2) {
      return Double.NaN;
    }
    double mean = mean();
    double squares = pairs.stream().mapToDouble(p -> (p[0] - mean) * (p[0] - mean) * p[1]).sum();
    double standardError = Math.sqrt(squares / (count - 1) / count);
    double t = TDistribution.of(count - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return t * standardError;
  }

  /** At position p(n + 1), interpolated: the definition of commons-math, which JMH uses. */
  double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    double position = percent / 100 * (count + 1);
    double rank = Math.floor(position);
    double low = valueAt(rank);
    return low + (position - rank) * (valueAt(rank + 1) - low);
  }

  /** The value of 1-based {@code rank}; beyond the ends, the smallest or largest. */
  private double valueAt(double rank) {
    double seen = 0;
    for (double[] pair : pairs) {
      seen += pair[1];
      if (rank <= seen) {
        return pair[0];
      }
    }
    return pairs.get(pairs.size() - 1)[0];
  }
}
