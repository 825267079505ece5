package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.noise.NoiseLevels;

/** Where a run's noise came from, in sentences. */
final class NoiseProse {
  private NoiseProse() {}

  /**
   * @param cells of the suite
   */
  static List<String> of(NoiseLevels noise, int cells) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        Html.format(
            "A call's time strays by %s between calls of one time slice; beyond that %s between slices of a fork, %s between the forks of a round, and %s between rounds in all cells alike, which cancels in ratios (standard deviations).",
            deviation(noise.calls()),
            beyond(noise.slices()),
            beyond(noise.forks()),
            beyond(noise.rounds())));
    sentences.add(
        Html.format(
            "%s of the variance of ratios comes from calls and slices: a longer `measure` lowers that part, more `rounds` all of it.",
            share(noise.measured())));
    if (noise.cells() < cells) {
      sentences.add(
          Html.format(
              "This is told by %d of %d cells: of the others, calls are not recorded slice by slice.",
              noise.cells(), cells));
    }
    return sentences;
  }

  /** What is estimated as a difference of two variances is no exact nought. */
  private static String beyond(double variance) {
    return variance > 0 ? "by " + deviation(variance) : "by no more than shows";
  }

  private static String share(double share) {
    return share < 1 ? Html.format("%.0f %%", 100 * share) : "All that shows";
  }

  private static String deviation(double variance) {
    return Html.format("%.1f %%", 100 * Math.sqrt(variance));
  }
}
