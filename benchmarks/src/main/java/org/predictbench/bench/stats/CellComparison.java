package org.predictbench.bench.stats;

import java.util.List;

/**
 * One cell in two runs; times in microseconds.
 *
 * @param ratio of the candidate's p50 to the base's, or of its ratio to its own baseline to the
 *     same in the base; below 1 is faster
 * @param base the cell there, null if it is not there; as is {@code candidate}
 * @param obstacles why the two cannot be compared, empty if they can
 */
public record CellComparison(
    String name,
    CellSummary base,
    CellSummary candidate,
    Estimate ratio,
    Finding finding,
    List<String> obstacles) {

  /** What a comparison shows. */
  public enum Finding {
    FASTER("faster"),
    SLOWER("slower"),
    NO_DIFFERENCE_SHOWN("no difference shown"),
    /** Of relative comparisons: the cell to which all others are compared. */
    REFERENCE("reference"),
    NOT_COMPARABLE("not comparable");

    private final String words;

    Finding(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    static Finding of(Estimate ratio) {
      if (!ratio.hasInterval() || ratio.contains(1)) {
        return NO_DIFFERENCE_SHOWN;
      }
      return ratio.value() < 1 ? FASTER : SLOWER;
    }
  }

  public CellComparison {
    obstacles = List.copyOf(obstacles);
  }

  /** The smallest difference that would have shown, as a share; NaN where that is not known. */
  public double detectable() {
    return base == null || candidate == null
        ? Double.NaN
        : DetectableDifference.share(ratio, base.rounds() + candidate.rounds() - 2.0);
  }

  /**
   * Whether the cell is shown to be slower, by more than {@code share}.
   *
   * @param share 0.05 for 5 %
   */
  public boolean slowerBy(double share) {
    return finding == Finding.SLOWER && ratio.value() > 1 + share;
  }
}
