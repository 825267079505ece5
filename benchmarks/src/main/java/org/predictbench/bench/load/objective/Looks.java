package org.predictbench.bench.load.objective;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.load.record.Interval;

/**
 * When a gate looks at a load that is under way, and how sure it must be then. Who looks again and
 * again is wrong more often than who looks once; so all but the last look ask for near certainty,
 * which costs the last one next to nothing.
 *
 * @see <a href="https://doi.org/10.1259/0007-1285-44-526-793">J. L. Haybittle, "Repeated Assessment
 *     of Results in Clinical Trials of Cancer Treatment", British Journal of Radiology 44, 1971</a>
 */
final class Looks {
  /** In how many cases a wrong decision is allowed, either way. */
  static final double ALPHA = 0.05;

  private static final int COUNT = 20;
  private static final double EARLY = 0.0005;

  private final long startMillis;
  private final double stepMillis;

  /**
   * @param startMillis when the load began, by the wall clock
   * @param duration of the load, if nothing ends it before
   */
  Looks(long startMillis, Duration duration) {
    this.startMillis = startMillis;
    this.stepMillis = (double) duration.toMillis() / COUNT;
  }

  /**
   * One look.
   *
   * @param intervals how many of the load's first it sees
   * @param alpha share of cases in which it may be wrong, one way
   */
  record Look(int intervals, double alpha) {}

  /**
   * The looks that are due, in their order.
   *
   * @param isOver whether no interval is to come
   */
  List<Look> at(List<Interval> intervals, boolean isOver) {
    List<Look> looks = new ArrayList<>();
    int passed = 0;
    for (int i = 0; i < intervals.size(); i++) {
      int reached = (int) ((intervals.get(i).endMillis() - startMillis) / stepMillis);
      if (reached > passed && reached < COUNT) {
        passed = reached;
        looks.add(new Look(i + 1, EARLY));
      }
    }
    if (isOver && !intervals.isEmpty()) {
      // What the others may have used up is this one's no more.
      looks.add(new Look(intervals.size(), ALPHA - (COUNT - 1) * EARLY));
    }
    return looks;
  }
}
