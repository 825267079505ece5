package org.predictbench.bench.report;

import java.util.List;
import org.predictbench.bench.noise.NoiseLevels;

/** Where a run's noise came from, in sentences. */
final class NoiseProse {
  private NoiseProse() {}

  static List<String> of(NoiseLevels noise) {
    return List.of(
        Html.format(
            "A call's time strays by %s between calls of one time slice; beyond that by %s between slices of a fork, by %s between the forks of a round, and by %s between rounds in all cells alike, which cancels in ratios (standard deviations).",
            deviation(noise.calls()),
            deviation(noise.slices()),
            deviation(noise.forks()),
            deviation(noise.rounds())),
        Html.format(
            "%.0f %% of the variance of ratios comes from calls and slices: a longer `measure` lowers that part, more `rounds` all of it.",
            100 * noise.measured()));
  }

  private static String deviation(double variance) {
    return Html.format("%.1f %%", 100 * Math.sqrt(variance));
  }
}
