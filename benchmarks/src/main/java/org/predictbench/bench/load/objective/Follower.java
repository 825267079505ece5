package org.predictbench.bench.load.objective;

import java.time.Duration;
import java.util.List;
import org.predictbench.bench.load.record.Interval;

/** Follows a load that is under way, until its gate is settled. Not thread-safe. */
public final class Follower {
  private final Gate gate;
  private final long startMillis;
  private final Looks looks;
  private int taken;

  /**
   * @param startMillis when the load began, by the wall clock
   * @param duration of the load, if nothing ends it before
   */
  public Follower(Gate gate, long startMillis, Duration duration) {
    this.gate = gate;
    this.startMillis = startMillis;
    this.looks = new Looks(startMillis, duration);
  }

  /**
   * What is settled, as {@link Gate#judge} would find; only the looks that are new are taken.
   *
   * @param intervals all so far
   * @return PASS or FAIL if more data would change nothing; else UNDECIDED
   */
  public Decision decide(List<Interval> intervals) {
    List<Looks.Look> due = looks.at(intervals, false);
    while (taken < due.size()) {
      Looks.Look look = due.get(taken++);
      Decision decision =
          Gate.of(gate.look(startMillis, intervals.subList(0, look.intervals()), look.alpha()));
      if (decision != Decision.UNDECIDED) {
        return decision;
      }
    }
    return Decision.UNDECIDED;
  }
}
