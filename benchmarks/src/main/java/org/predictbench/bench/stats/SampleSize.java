package org.predictbench.bench.stats;

/**
 * How many samples a percentile needs before it is worth printing: so many that, with 99 %
 * confidence, at least two of them lie beyond the true quantile. That is 64 for p90, 662 for p99
 * and 6,636 for p99.9.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177731788">S. S. Wilks, "Determination of Sample
 *     Sizes for Setting Tolerance Limits", 1941</a>
 */
public final class SampleSize {
  private static final double CONFIDENCE = 0.99;

  private SampleSize() {}

  /**
   * Samples needed for {@code quantile}, which is above 0.5 and below 1.
   *
   * @throws IllegalArgumentException for another one
   */
  public static long needed(double quantile) {
    if (!(quantile > 0.5 && quantile < 1)) {
      throw new IllegalArgumentException("no upper quantile: " + quantile);
    }
    long low = 1;
    long high = 2;
    while (confidence(quantile, high) < CONFIDENCE) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (confidence(quantile, middle) < CONFIDENCE) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** That neither none nor a single one of {@code n} samples lies beyond the quantile. */
  private static double confidence(double quantile, long samples) {
    double n = samples;
    return 1 - Math.pow(quantile, n) - n * Math.pow(quantile, n - 1) * (1 - quantile);
  }
}
