package org.predictbench.bench.stats;

import java.util.function.DoubleUnaryOperator;

/** A value with its 95 % confidence interval; what is not known is NaN. */
public record Estimate(double value, double low, double high) {
  /** Nothing is known. */
  public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

  public boolean hasValue() {
    return !Double.isNaN(value);
  }

  /** False after a single round, which says nothing about how rounds differ. */
  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  public boolean contains(double candidate) {
    return low <= candidate && candidate <= high;
  }

  public double halfWidth() {
    return (high - low) / 2;
  }

  /** The same of its logarithm, for a ratio. */
  public double logHalfWidth() {
    return Math.log(high / low) / 2;
  }

  /** The same estimate on another scale; {@code scale} must be increasing. */
  public Estimate map(DoubleUnaryOperator scale) {
    return new Estimate(
        scale.applyAsDouble(value), scale.applyAsDouble(low), scale.applyAsDouble(high));
  }
}
