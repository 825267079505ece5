package org.predictbench.bench.tune;

import java.util.HashMap;
import java.util.Map;

/**
 * What each value of each knob seems to be worth by itself, from settings that were looked at: the
 * mean of those that have it, less the mean of all. With it, settings that nobody has looked at can
 * be put in an order.
 */
final class Effects {
  /** How much of what effects don't explain goes over to a setting one knob away. */
  private static final double SHARED = 0.5;

  /** Further away than that, nothing goes over. */
  private static final int NEAR = 2;

  private final Map<Setting, Double> merits;
  private final Map<String, Double> effects = new HashMap<>();
  private final double mean;

  /**
   * @param merits of settings that kept the objective; at least one
   */
  Effects(Map<Setting, Double> merits) {
    this.merits = merits;
    mean = merits.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    Map<String, double[]> sums = new HashMap<>();
    merits.forEach(
        (setting, merit) ->
            setting
                .knobs()
                .forEach(
                    (knob, value) -> {
                      double[] sum = sums.computeIfAbsent(knob + "=" + value, k -> new double[2]);
                      sum[0] += merit;
                      sum[1]++;
                    }));
    sums.forEach((value, sum) -> effects.put(value, sum[0] / sum[1] - mean));
  }

  /** By the effects, and by how near ones differ from what these say. */
  double predict(Setting setting) {
    double weights = 1;
    double surprises = 0;
    for (Map.Entry<Setting, Double> seen : merits.entrySet()) {
      int changes = seen.getKey().changes(setting);
      if (changes <= NEAR) {
        double weight = Math.pow(SHARED, changes);
        weights += weight;
        surprises += weight * (seen.getValue() - sum(seen.getKey()));
      }
    }
    return sum(setting) + surprises / weights;
  }

  /** A value that no setting kept the objective with is worth nothing. */
  private double sum(Setting setting) {
    return setting.knobs().entrySet().stream()
        .mapToDouble(
            knob -> effects.getOrDefault(knob.getKey() + "=" + knob.getValue(), -mean - 10))
        .reduce(mean, Double::sum);
  }
}
