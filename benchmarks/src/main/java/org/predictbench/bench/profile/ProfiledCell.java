package org.predictbench.bench.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.PairedRatio;

/**
 * A cell as it was profiled.
 *
 * @param asked the name by which it was asked for
 * @param kind its name; in capitals in profiles of 2026-11
 * @param processes those that were recorded
 * @param failure why it has no profile, or null
 */
record ProfiledCell(
    String name,
    String asked,
    String kind,
    Map<String, String> client,
    String server,
    int callers,
    List<String> processes,
    List<ProfiledTurn> turns,
    String failure) {

  ProfiledCell {
    processes = List.copyOf(processes);
    turns = List.copyOf(turns);
  }

  /** Calls made while the profiler was on. */
  long recordedCalls() {
    return turns.stream().filter(ProfiledTurn::recorded).mapToLong(ProfiledTurn::calls).sum();
  }

  /** Mean time of a call in turns with, or without, the profiler, in nanoseconds. */
  double meanNanos(boolean recorded) {
    double nanos = 0;
    long calls = 0;
    for (ProfiledTurn turn : turns) {
      if (turn.recorded() == recorded) {
        nanos += turn.meanNanos() * turn.calls();
        calls += turn.calls();
      }
    }
    return nanos / calls;
  }

  /** How much longer a call takes for being looked at: 1 is no longer. */
  Estimate costOfLooking() {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (ProfiledTurn turn : turns) {
      (turn.recorded() ? with : without).add(turn.meanNanos());
    }
    return PairedRatio.of(with, without);
  }
}
