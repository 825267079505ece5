package org.predictbench.bench.stats;

import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** What one round says about a quantity, and what it could have said with other samples. */
interface RoundValue {
  double observed();

  /** Draws the quantity as it comes out when the round's samples are drawn anew from themselves. */
  DoubleSupplier replicas(UniformRandomProvider random);

  /**
   * A fork's median.
   *
   * <p>No sample is drawn to resample it. The k-th smallest of n draws from an empirical
   * distribution is that distribution's quantile at the k-th smallest of n uniforms, which is
   * Beta(k, n - k + 1) distributed; for even n, the next uniform follows from the smallest of the n
   * - k above it. So a replica costs one Beta draw, whatever n, and is exact.
   */
  static RoundValue median(Histogram histogram) {
    long n = histogram.samples();
    return new RoundValue() {
      @Override
      public double observed() {
        return histogram.median();
      }

      @Override
      public DoubleSupplier replicas(UniformRandomProvider random) {
        long below = (n - 1) / 2;
        ContinuousDistribution.Sampler uniforms =
            BetaDistribution.of(below + 1.0, (double) (n - below)).createSampler(random);
        return () -> {
          double u = uniforms.sample();
          double low = at(u);
          if (n % 2 == 1) {
            return low;
          }
          double next = 1 - (1 - u) * Math.pow(random.nextDouble(), 1.0 / (n - below - 1));
          return (low + at(next)) / 2;
        };
      }

      private double at(double uniform) {
        return histogram.orderStatistic(Math.min(n - 1, (long) (uniform * n)));
      }
    };
  }

  /** A fork's mean; its resampled mean is taken as normal, by the central limit theorem. */
  static RoundValue mean(Histogram histogram) {
    double mean = histogram.mean();
    double error = histogram.standardDeviation() / Math.sqrt((double) histogram.samples());
    return new RoundValue() {
      @Override
      public double observed() {
        return mean;
      }

      @Override
      public DoubleSupplier replicas(UniformRandomProvider random) {
        if (error == 0) {
          return () -> mean;
        }
        return NormalDistribution.of(mean, error).createSampler(random)::sample;
      }
    };
  }

  default RoundValue map(DoubleUnaryOperator scale) {
    RoundValue inner = this;
    return new RoundValue() {
      @Override
      public double observed() {
        return scale.applyAsDouble(inner.observed());
      }

      @Override
      public DoubleSupplier replicas(UniformRandomProvider random) {
        DoubleSupplier replicas = inner.replicas(random);
        return () -> scale.applyAsDouble(replicas.getAsDouble());
      }
    };
  }

  /** This minus {@code other}, whose samples were drawn independently in the same round. */
  default RoundValue minus(RoundValue other) {
    RoundValue inner = this;
    return new RoundValue() {
      @Override
      public double observed() {
        return inner.observed() - other.observed();
      }

      @Override
      public DoubleSupplier replicas(UniformRandomProvider random) {
        DoubleSupplier left = inner.replicas(random);
        DoubleSupplier right = other.replicas(random);
        return () -> left.getAsDouble() - right.getAsDouble();
      }
    };
  }
}
